import { setTimeout as sleep } from 'node:timers/promises'
import { isUnavailable } from '../store/is-unavailable.ts'
import { type DispatchState, done } from './dispatch-state.ts'
import { type Outcome, settle } from './settle.ts'

const settleBatch = 500
const longestBackoff = 2_000

/** Writes outcomes down as they come, those that came meanwhile together; ends when the dispatcher stops and nothing is open. */
export async function settleForever(state: DispatchState): Promise<void> {
  const { stopping, outcomes, outcomeCame } = state
  const finished = (): boolean => stopping.signal.aborted && state.total === 0
  for (let backoff = 0; !finished(); ) {
    if (outcomes.length === 0) await outcomeCame.wait(new AbortController().signal, 50)
    const batch = outcomes.splice(0, settleBatch)
    if (batch.length === 0) continue
    const failure = await settleBatchOf(state, batch)
    if (failure === undefined) {
      backoff = 0
      continue
    }
    if (backoff === 0) {
      const fields = { err: failure, waiting: outcomes.length }
      state.options.log?.error(fields, 'outcomes of sends cannot be written; trying again')
    }
    backoff = Math.min(longestBackoff, (backoff || 20) * 2)
    if (stopping.signal.aborted && backoff >= longestBackoff) return
    await sleep(backoff * (0.5 + Math.random() / 2))
  }
}

/** @returns what the database failed with; what happened at the provider has happened: it is kept until the database takes it. */
async function settleBatchOf(state: DispatchState, batch: readonly Outcome[]): Promise<unknown> {
  const { options, outcomes, poked } = state
  state.settling = batch.length
  try {
    if ((await settle(options.pool, batch)) > 0) options.onEvents?.()
    for (const outcome of batch) done(state, outcome)
    state.eager = true
    poked.ring()
  } catch (error) {
    if (isUnavailable(error)) {
      outcomes.unshift(...batch)
      return error
    }
    await settleEach(state, batch)
  } finally {
    state.settling = 0
  }
  return undefined
}

/** One outcome that can't be written must not keep its neighbours from it; its lease runs out and it becomes unknown. */
async function settleEach(state: DispatchState, batch: readonly Outcome[]): Promise<void> {
  const { pool, log, onEvents } = state.options
  for (const outcome of batch) {
    try {
      await settle(pool, [outcome])
    } catch (error) {
      log?.error({ err: error, sendId: outcome.send.id }, 'the outcome of a send could not be written')
    }
    done(state, outcome)
  }
  onEvents?.()
}
