import pg from 'pg'
import type { Queryable } from '../database.ts'

/**
 * How far an append-only table, numbered by a sequence, may be read by "everything after the last number that I saw".
 *
 * Numbers are drawn in one order and committed in another, so the highest visible number proves nothing about the lower ones.
 * A number is *settled* when every transaction that could still fill it or one below it has ended.
 *
 * Writers must draw their transaction's id before their first number (`pg_current_xact_id()` in a materialized CTE, then
 * `nextval`), and the sequence must have `cache 1`. Then, for a reader that reads the sequence's last value L and *after that*
 * draws a transaction id X of its own, whoever holds a number up to L has an id below X. When no id below X is running any
 * more (`pg_snapshot_xmin` ≥ X), L is settled.
 *
 * The snapshot's xmax can't stand in for X: it is one past the highest *completed* id, so a running writer with the newest id
 * of all is at or above it, and xmin = xmax says nothing about it.
 */
export interface SettledWatermark {
  /**
   * The highest number known to be settled; 0 at first. It only grows, except that it starts again from 0 after the
   * database crashed (a crash may take back numbers that nobody had committed).
   *
   * @param queryable must not be inside a transaction that already wrote: its id would be older than the numbers read.
   */
  settled(queryable: Queryable): Promise<number>
}

interface Candidate {
  readonly last: number
  /** Once no transaction with an id below this one runs, `last` is settled. */
  readonly before: bigint
}

/** While a writer hangs, no more than this many candidates wait behind it. */
const maxCandidates = 64

export function createSettledWatermark(sequence: string): SettledWatermark {
  const name = pg.escapeIdentifier(sequence)
  let settled = 0
  let candidates: Candidate[] = []
  let epoch: string | undefined

  return {
    async settled(queryable) {
      const newest = candidates.at(-1)?.last ?? settled
      const reading = await read(queryable, name, candidates.length < maxCandidates ? newest : Number.MAX_SAFE_INTEGER)
      if (reading.epoch !== epoch) {
        epoch = reading.epoch
        settled = 0
        candidates = []
      }
      if (reading.candidate) candidates.push(reading.candidate)
      while (candidates[0] && candidates[0].before <= reading.oldestRunning) {
        settled = Math.max(settled, candidates[0].last)
        candidates.shift()
      }
      return settled
    },
  }
}

interface Reading {
  readonly candidate: Candidate | undefined
  readonly oldestRunning: bigint
  readonly epoch: string
}

/**
 * One round trip, three statements, each with a snapshot of its own. A transaction id is drawn only if the sequence moved
 * beyond `known`, so that an idle reader uses up none. The statistics' reset time marks a crash: recovery resets them.
 */
async function read(queryable: Queryable, sequence: string, known: number): Promise<Reading> {
  const results = await queryable.query(`
    select pg_current_xact_id_if_assigned()::text as own, coalesce(pg_stat_get_bgwriter_stat_reset_time()::text, '') as epoch;
    with reading as materialized (select last_value as last from ${sequence} where is_called)
      select last, case when last > ${known} then pg_current_xact_id()::text end as before from reading;
    select pg_snapshot_xmin(pg_current_snapshot())::text as oldest`)
  // Several statements in one query make `pg` answer with one result each, which its types don't say.
  const [first, second, third] = results as unknown as [
    pg.QueryResult<{ own: string | null; epoch: string }>,
    pg.QueryResult<{ last: string | number; before: string | null }>,
    pg.QueryResult<{ oldest: string }>,
  ]
  const state = first.rows[0]
  const oldest = third.rows[0]
  if (!state || !oldest) throw new Error('Postgres answered a select without a from clause with no row')
  if (state.own !== null) {
    throw new Error(`the settled numbers of ${sequence} can't be read inside a transaction that has already written`)
  }
  const row = second.rows[0]
  return {
    candidate: row?.before ? { last: Number(row.last), before: BigInt(row.before) } : undefined,
    oldestRunning: BigInt(oldest.oldest),
    epoch: state.epoch,
  }
}
