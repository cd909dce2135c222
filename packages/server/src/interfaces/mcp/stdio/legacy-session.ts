import type { StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import {
  isInitializeRequest,
  isJSONRPCResultResponse,
  type JSONRPCMessage,
  type JSONRPCRequest,
} from '@modelcontextprotocol/server'

export interface LegacySession {
  /** Whether the client opened with `initialize`, as clients before 2026-07-28 do. */
  readonly started: boolean
  /** Sees each message on its way to the server. */
  remember(message: JSONRPCMessage): void
  /** Sees each message from the server; true: it is the answer to a handshake that the client knows nothing of. */
  swallows(message: JSONRPCMessage): boolean
  /** Repeats the client's handshake with a server that has forgotten it; false where there was none. */
  restart(): Promise<boolean>
}

/**
 * An older client's session with the server outlives it: sessions end when the server restarts, and a client on stdio has no
 * way to hear of that. So its handshake is kept and repeated when the server answers 404.
 */
export function createLegacySession(server: StreamableHTTPClientTransport): LegacySession {
  let handshake: JSONRPCRequest | null = null
  let restarts = 0
  let restarting: Promise<boolean> | null = null
  let answered: { readonly id: string; readonly resolve: () => void } | null = null

  async function again(opening: JSONRPCRequest): Promise<boolean> {
    const id = `switchboard-restart-${++restarts}`
    const answer = Promise.withResolvers<void>()
    answered = { id, resolve: answer.resolve }
    await server.send({ ...opening, id })
    await answer.promise
    await server.send({ jsonrpc: '2.0', method: 'notifications/initialized' })
    return true
  }

  return {
    get started() {
      return handshake !== null
    },
    remember(message) {
      if (isInitializeRequest(message)) handshake = message as JSONRPCRequest // it came with an id, from a transport
    },
    swallows(message) {
      if (!isJSONRPCResultResponse(message)) return false
      const { protocolVersion } = message.result
      // From then on every request names the revision that was agreed upon.
      const opening = message.id === handshake?.id || message.id === answered?.id
      if (opening && typeof protocolVersion === 'string') server.setProtocolVersion(protocolVersion)
      if (answered === null || message.id !== answered.id) return false
      answered.resolve()
      answered = null
      return true
    },
    async restart() {
      if (handshake === null) return false
      restarting ??= again(handshake).finally(() => {
        restarting = null
      })
      return restarting
    },
  }
}
