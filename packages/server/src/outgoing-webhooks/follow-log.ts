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

/** While no endpoint is switched on, only this is asked, once in so long. */
const idleMilliseconds = 1_000
/** What was just appended settles within moments: looked at again after so long, so often. */
const eagerMilliseconds = 25
const eagerLooks = 6

/** Turns the log into deliveries for as long as the signal lasts. Any number of processes may: each endpoint is one's at a time. */
export function followLog({ pool, onDeliveries, log, signal, pollMilliseconds }: FollowerOptions): LogFollower {
  const settled = createSettledEvents(pool)
  const bell = createBell()
  const changed = createBell()
  let looksLeft = 0
  let idle = false

  async function look(): Promise<boolean> {
    const { rowCount } = await pool.query(`select from webhook_endpoints where state = 'enabled' limit 1`)
    idle = rowCount === 0
    if (idle) return false
    const upTo = await settled.known()
    const { made, behind } = await fanOut(pool, upTo)
    if (made > 0) onDeliveries()
    return behind
  }

  async function follow(): Promise<void> {
    let failures = 0
    while (!signal.aborted) {
      try {
        const behind = await look()
        if (failures > 0) log.info({}, 'events become webhooks again')
        failures = 0
        if (behind) continue
        looksLeft -= 1
        if (idle) await changed.wait(signal, idleMilliseconds)
        else if (looksLeft > 0) await pause(signal, eagerMilliseconds)
        else await bell.wait(signal, pollMilliseconds)
      } catch (error) {
        if (failures === 0) log.error({ err: error }, 'events cannot become webhooks now; trying again')
        failures += 1
        await pause(signal, Math.min(5_000, 50 * 2 ** failures))
      }
    }
  }

  function poke(): void {
    looksLeft = eagerLooks
    bell.ring()
  }
  return {
    ended: follow(),
    poke,
    wake() {
      poke()
      changed.ring()
    },
  }
}
