import type { Server } from 'node:http'

interface Lifted {
  readonly usual: number
  uploads: number
}

const lifted = new WeakMap<Server, Lifted>()
const longestMilliseconds = 6 * 60 * 60 * 1_000

/**
 * Node cuts off a request that has not arrived whole after `requestTimeout`, which is per server and cannot be set for one
 * request. While an upload that was let in is under way, the limit is lifted; it is watched for silence itself. Headers keep
 * their own, shorter limit throughout.
 */
export function allowSlowBody(server: Server): Disposable {
  const state = lifted.get(server) ?? { usual: server.requestTimeout, uploads: 0 }
  lifted.set(server, state)
  state.uploads += 1
  server.requestTimeout = longestMilliseconds
  return {
    [Symbol.dispose]() {
      state.uploads -= 1
      if (state.uploads > 0) return
      server.requestTimeout = state.usual
      lifted.delete(server)
    },
  }
}
