import type { Queryable } from '../store/database.ts'
import { createSettledWatermark } from '../store/log/settled-watermark.ts'
import { pause } from './bell.ts'

/** How far the events log may be read. */
export interface SettledEvents {
  /** The highest seq known to be settled. */
  known(): Promise<number>
  /**
   * The highest number drawn before the call, once everything up to it is settled; when that takes longer than so long, what
   * is settled by then. What is drawn after the call is never within it.
   */
  upToNow(signal: AbortSignal, milliseconds: number): Promise<number>
  /** The highest number drawn so far, settled or not. */
  lastDrawn(): Promise<number>
}

const lookAgainMilliseconds = 10

export function createSettledEvents(pool: Queryable): SettledEvents {
  const watermark = createSettledWatermark('events_seq')
  let last: Promise<unknown> = Promise.resolve()

  /** One at a time: the watermark compares each reading with the one before. */
  function known(): Promise<number> {
    const next = last.then(() => watermark.settled(pool))
    last = next.catch(() => undefined)
    return next
  }

  async function lastDrawn(): Promise<number> {
    const { rows } = await pool.query<{ last: number }>(
      'select case when is_called then last_value else 0 end as last from events_seq',
    )
    return Number(rows[0]?.last ?? 0)
  }

  return {
    known,
    lastDrawn,
    async upToNow(signal, milliseconds) {
      const target = await lastDrawn()
      const deadline = Date.now() + milliseconds
      for (;;) {
        const settled = await known()
        if (settled >= target || signal.aborted || Date.now() >= deadline) return Math.min(settled, target)
        await pause(signal, lookAgainMilliseconds)
      }
    },
  }
}
