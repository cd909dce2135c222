import type { MessageId } from '@switchboard/contract'
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../store/database.ts'
import { instantText } from '../store/queries/cursor.ts'
import { allOf } from '../store/queries/message-filters.ts'

/** A hit's place in time; `at` as cursors carry it. */
export interface Hit {
  readonly id: MessageId
  readonly at: string
}

/** Which messages can be hits, `tsquery` aside. */
export interface HitConditions {
  /** What an index on time serves: workspace, conversation, contact, span, cursor. */
  readonly range: readonly RawBuilder<unknown>[]
  /** The rest, tested row by row. */
  readonly rest: readonly RawBuilder<unknown>[]
}

/** Testing one row on the way back in time, and fetching one hit of the word index from the table; in microseconds. */
const walkCost = 0.6
const fetchCost = 5
/** Fetching fewer hits than this takes a millisecond: nothing is to be chosen. */
const rare = 200
/** Hits are not spread evenly: so many times as far as it should take, we walk. */
const patience = 2
/** However common the word, 3 ms are given to the walk: it may be common just now. */
const nearWindow = 5_000
/** However rare it is under the filters, 60 ms are enough. */
const farWindow = 100_000

/**
 * The newest hits, newest first. Two ways, each with a bad case that the other covers: walking back in time is fast while
 * hits are common, the GIN index (which must fetch every hit before it can sort them) while they are few. The planner's own
 * statistics say which is shorter; left to itself it would walk through all of time for a word that is common elsewhere.
 * A walk that ends without a page of hits, and is not all that there is (one contact's few messages), was misled by a
 * filter: a very common word is then walked for once more, up to 100,000 rows; at last the word index gives all.
 *
 * A million messages: 0.3 ms for a word in 6 % of them, 0.1 ms for one in ten of them, 8 ms at worst (one in 600), without
 * the ways there and back.
 *
 * @param enough So many are as good as `limit`, so more need not be searched for.
 */
export async function findNewest(
  db: Database,
  tsquery: string,
  conditions: HitConditions,
  limit: number,
  enough = limit,
): Promise<Hit[]> {
  for (const window of await chooseWindows(db, tsquery, enough)) {
    const hits = await walkBack(db, tsquery, conditions, limit, window)
    if (hits.length >= enough || (await isWhole(db, conditions, window))) return hits
  }
  return askWordIndex(db, tsquery, conditions, limit)
}

/** How far to walk, in rows, before the word index is asked; nothing where asking it at once is cheaper. */
async function chooseWindows(db: Database, tsquery: string, enough: number): Promise<number[]> {
  const expected = await estimateHits(db, tsquery)
  if (expected < rare) return []
  const { rows } = await sql<{ messages: number }>`
    select reltuples as messages from pg_class where oid = 'messages'::regclass`.execute(db)
  const walk = (enough * (rows[0]?.messages ?? 0)) / expected
  const fetching = expected * fetchCost
  if (walk * walkCost > fetching) return []
  const near = Math.max(nearWindow, Math.min(Math.ceil(walk * patience), farWindow))
  return near < farWindow && farWindow * walkCost < fetching ? [near, farWindow] : [near]
}

/** Whether the newest `window` rows are all that there are in the range. */
async function isWhole(db: Database, { range }: HitConditions, window: number): Promise<boolean> {
  const { rows } = await sql`
    select from messages m where ${allOf(range)} order by m.sent_at desc, m.id desc offset ${window} limit 1`.execute(
    db,
  )
  return rows.length === 0
}

/** Rows that the planner expects; from its statistics, without reading the table. */
async function estimateHits(db: Database, tsquery: string): Promise<number> {
  const { rows } = await sql<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>`
    explain (format json) select from messages m where m.search_vector @@ ${tsquery}::tsquery`.execute(db)
  return rows[0]?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0
}

async function walkBack(
  db: Database,
  tsquery: string,
  { range, rest }: HitConditions,
  limit: number,
  window: number,
): Promise<Hit[]> {
  // Outside of the window, which must stop by rows read, not by hits.
  const tests = allOf([sql`m.search_vector @@ ${tsquery}::tsquery`, ...rest])
  const { rows } = await sql<Hit>`
    select m.id, ${instantText(sql`m.sent_at`)} as at
    from (select * from messages m where ${allOf(range)} order by m.sent_at desc, m.id desc limit ${window}) m
    where ${tests}
    order by m.sent_at desc, m.id desc limit ${limit}`.execute(db)
  return rows
}

async function askWordIndex(
  db: Database,
  tsquery: string,
  { range, rest }: HitConditions,
  limit: number,
): Promise<Hit[]> {
  const all = allOf([sql`m.search_vector @@ ${tsquery}::tsquery`, ...range, ...rest])
  // Materialised: with the limit in sight the planner might walk back in time instead.
  const { rows } = await sql<Hit>`
    with hits as materialized (select m.id, m.sent_at from messages m where ${all})
    select id, ${instantText(sql`sent_at`)} as at from hits order by sent_at desc, id desc limit ${limit}`.execute(db)
  return rows
}
