import type { WebhookEndpointId } from '@switchboard/contract'
import type pg from 'pg'
import { createBell, pause } from '../events/bell.ts'
import { createSettledEvents } from '../events/settled-events.ts'
import { fanOut } from './fan-out.ts'

export interface FollowerOptions {
  readonly pool: pg.Pool
  /** Deliveries were made. */
  readonly onDeliveries: () => void
  readonly log: { info(fields: object, message: string): void; error(fields: object, message: string): void }
  readonly signal: AbortSignal
  readonly pollMilliseconds: number
}

export interface LogFollower {
  /** Events were appended. Cheap, may be called at any rate. */
  poke(): void
  /** An endpoint was changed: also where there was none so far. */
  wake(): void
  readonly ended: Promise<void>
}

/** Whether an endpoint is switched on is asked once in so long; while none is, that is all that happens. */
const idleMilliseconds = 1_000
/** However often it is poked, it looks no more often than this: what comes between goes in one batch. */
const leastMilliseconds = 20
/** What was just appended settles within moments: looked at again after so long, so often. */
const eagerMilliseconds = 25
const eagerLooks = 6

/** Turns the log into deliveries for as long as the signal lasts. Any number of processes may: each endpoint is one's at a time. */
export function followLog({ pool, onDeliveries, log, signal, pollMilliseconds }: FollowerOptions): LogFollower {
  const settled = createSettledEvents(pool)
  const bell = createBell()
  const changed = createBell()
  let looksLeft = 0
  let poked = false
  let idle = false
  let checkedAt = Number.NEGATIVE_INFINITY
  /** Up to where every endpoint that could take more has come. */
  let doneUpTo = -1
  /** Not counted again until the next check. */
  let full: readonly WebhookEndpointId[] = []

  async function look(): Promise<boolean> {
    if (performance.now() - checkedAt >= idleMilliseconds) {
      const { rowCount } = await pool.query(`select from webhook_endpoints where state = 'enabled' limit 1`)
      idle = rowCount === 0
      checkedAt = performance.now()
      // Others may have switched one on, or one that had too much before it may have room again.
      doneUpTo = -1
      full = []
    }
    if (idle) return false
    const upTo = await settled.known()
    if (upTo === doneUpTo) return false
    const done = await fanOut(pool, upTo, full)
    full = [...full, ...done.full]
    if (done.made > 0) onDeliveries()
    doneUpTo = done.behind ? -1 : upTo
    return done.behind
  }

  async function rest(): Promise<void> {
    looksLeft -= 1
    if (idle) return changed.wait(signal, idleMilliseconds)
    await pause(signal, leastMilliseconds)
    if (!poked) await bell.wait(signal, looksLeft > 0 ? eagerMilliseconds : pollMilliseconds)
  }

  async function follow(): Promise<void> {
    let failures = 0
    while (!signal.aborted) {
      try {
        poked = false
        const behind = await look()
        if (failures > 0) log.info({}, 'events become webhooks again')
        failures = 0
        if (!behind) await rest()
      } catch (error) {
        if (failures === 0) log.error({ err: error }, 'events cannot become webhooks now; trying again')
        failures += 1
        await pause(signal, Math.min(5_000, 50 * 2 ** failures))
      }
    }
  }

  function poke(): void {
    looksLeft = eagerLooks
    poked = true
    bell.ring()
  }
  return {
    ended: follow(),
    poke,
    wake() {
      checkedAt = Number.NEGATIVE_INFINITY
      poke()
      changed.ring()
    },
  }
}
