import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { createBell } from '../events/bell.ts'
import { createState, type DispatchState, giveBack } from './dispatch-state.ts'
import type { Dispatcher, DispatcherOptions } from './dispatcher.ts'
import type { LeasedSend } from './lease.ts'
import { createSlots, leaseForever } from './lease-loop.ts'
import { settleForever } from './settle-loop.ts'
import type { SlotQueue } from './slot-queue.ts'
import { sweepLeases } from './sweep-leases.ts'
import { withRetries } from './with-retries.ts'

/*
 * asleep ──poke, or the poll──▶ leasing ──▶ slots (each message leaves at its moment, beside the others) ──▶ settling ──▶ …
 *
 * Leasing, sending and settling go on at once. Outcomes that come while one batch is written are written together by the next
 * (group commit). Stopping: nothing more is leased, what has not begun goes back, what is on its way is waited for and settled.
 */

export function startDispatcher(options: DispatcherOptions): Dispatcher {
  const state = createState(options)
  const slots = createSlots(state)
  const loops = { leasing: leaseForever(state, slots), sweeping: sweepForever(state), settled: settleForever(state) }
  let stopped: Promise<void> | undefined
  const stop = (): Promise<void> => (stopped ??= end(state, slots, loops))
  options.signal?.addEventListener('abort', () => void stop(), { once: true })
  return {
    poke() {
      state.eager = true
      state.poked.ring()
    },
    drain: () => drain(state),
    stop,
    stats: () => ({ ...state.counts, inFlight: state.total }),
    [Symbol.asyncDispose]: stop,
  }
}

async function sweepForever(state: DispatchState): Promise<void> {
  const { options, settings, stopping } = state
  const nap = createBell()
  await withRetries(state, 'look for leases that ran out', async () => {
    const swept = await sweepLeases(options.pool)
    if (swept > 0) {
      options.log?.warn({ sends: swept }, 'sends of a dispatcher that is gone: whether they arrived is unknown')
      options.onEvents?.()
    }
    await nap.wait(stopping.signal, settings.sweepMilliseconds)
  })
}

interface Loops {
  readonly leasing: Promise<void>
  readonly sweeping: Promise<void>
  readonly settled: Promise<void>
}

async function end(state: DispatchState, slots: SlotQueue<LeasedSend>, loops: Loops): Promise<void> {
  const { stopping, impatience, outcomeCame, working, settings } = state
  stopping.abort()
  await loops.leasing
  for (const send of slots.close()) giveBack(state, send)
  outcomeCame.ring()
  const patience = setTimeout(() => impatience.abort(), settings.stopMilliseconds)
  while (working.size > 0) await Promise.allSettled(working)
  clearTimeout(patience)
  outcomeCame.ring()
  await Promise.all([loops.settled, loops.sweeping])
}

async function drain(state: DispatchState): Promise<void> {
  const { stopping, poked, outcomes, options, names } = state
  while (!stopping.signal.aborted) {
    const before = state.looked
    state.eager = true
    poked.ring()
    while (state.looked < before + 2 && !stopping.signal.aborted) await sleep(2)
    const open = state.total + state.settling + outcomes.length
    if (open === 0 && !(await anythingDue(options.pool, names))) return
    await sleep(5)
  }
}

async function anythingDue(pool: pg.Pool, transports: readonly string[]): Promise<boolean> {
  const { rowCount } = await pool.query(
    `select from outbox o join accounts a on a.id = o.account_id
     where o.state = 'queued' and o.ready and o.due_at <= now() and a.state = 'active' and a.transport = any ($1) limit 1`,
    [transports],
  )
  return rowCount === 1
}
