import { type DispatchOptions, dispatchWebhooks, type WebhookStats } from './dispatch-webhooks.ts'
import { followLog } from './follow-log.ts'

export interface OutgoingWebhookOptions extends Omit<DispatchOptions, 'pollMilliseconds'> {
  readonly pollMilliseconds?: number
}

export interface OutgoingWebhooks extends AsyncDisposable {
  /** Events were appended. Cheap, may be called at any rate. */
  poke(): void
  /** Endpoints or deliveries were changed by a person or program. */
  changed(): void
  stats(): WebhookStats
  /** Finishes what is on its way, for a second; what is cut off is sent again. The same promise each time. */
  stop(): Promise<void>
}

/**
 * Sends what happens to the endpoints that want it. Where none is switched on it costs a look a second. Any number may run on one
 * database.
 */
export function startOutgoingWebhooks(options: OutgoingWebhookOptions): OutgoingWebhooks {
  const { pool, log, pollMilliseconds = 500 } = options
  const stopping = new AbortController()
  const dispatcher = dispatchWebhooks({ ...options, pollMilliseconds })
  const follower = followLog({ pool, log, onDeliveries: dispatcher.poke, signal: stopping.signal, pollMilliseconds })
  const end = async (): Promise<void> => {
    stopping.abort()
    await follower.ended
    await dispatcher.stop()
  }
  let stopped: Promise<void> | undefined
  const stop = (): Promise<void> => (stopped ??= end())
  return {
    poke: follower.poke,
    changed() {
      follower.wake()
      dispatcher.poke()
    },
    stats: dispatcher.stats,
    stop,
    [Symbol.asyncDispose]: stop,
  }
}
