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

/** So many of the newest rows are tested one by one before the word index is asked: 3 ms. */
const nearWindow = 5_000
/** The same for words so common that the word index would take longer: about 60 ms. */
const farWindow = 100_000
/** The word index reads every hit before it can sort them, 1 µs to 5 µs each. With more hits, walking back in time wins. */
const fewHits = 3_000
const manyHits = 20_000

/**
 * The newest hits, newest first. Two ways, each with a bad case that the other covers: walking back in time is fast while
 * hits are common, the GIN index while they are few. The planner's own statistics say which, since it alone would walk
 * through all of time for a word that is common elsewhere:
 *
 * - few expected: the word index, exact and complete;
 * - otherwise the newest 5,000 rows, which fill a page if one row in 250 is a hit, or are all that there is (one contact);
 * - if neither, the newest 100,000 for very common words (that are rare under these filters), then the word index.
 *
 * A million messages: 0.3 ms for a word in 6 % of them, 0.1 ms for one in ten of them, without the ways there and back.
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
  const expected = await estimateHits(db, tsquery)
  if (expected > fewHits) {
    for (const window of expected > manyHits ? [nearWindow, farWindow] : [nearWindow]) {
      const hits = await walkBack(db, tsquery, conditions, limit, window)
      if (hits.length >= enough || (await isWhole(db, conditions, window))) return hits
    }
  }
  return askWordIndex(db, tsquery, conditions, limit)
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
