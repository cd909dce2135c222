import { setTimeout as sleep } from 'node:timers/promises'
import type { DispatchState } from './dispatch-state.ts'

/** Does it again and again until the dispatcher stops; what the database refuses is tried again, ever later. */
export async function withRetries(
  { stopping, options: { log } }: DispatchState,
  what: string,
  work: () => Promise<void>,
): Promise<void> {
  for (let backoff = 0; !stopping.signal.aborted; ) {
    try {
      await work()
      backoff = 0
    } catch (error) {
      if (backoff === 0) log?.error({ err: error }, `the database does not let us ${what}; trying again`)
      backoff = Math.min(2_000, (backoff || 50) * 2)
      await sleep(backoff * (0.5 + Math.random() / 2), undefined, { signal: stopping.signal }).catch(() => {})
    }
  }
}
