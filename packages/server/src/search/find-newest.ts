import type { MessageId, WorkspaceId } from '@switchboard/contract'
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../store/database.ts'
import { prepared } from '../store/prepared-statements.ts'
import { instantText } from '../store/queries/cursor.ts'
import { allOf } from '../store/queries/message-filters.ts'
import {
  type ContentRead,
  type PageRow,
  type PlacedMessage,
  pageColumns,
  readPage,
  toMessages,
} from '../store/queries/message-page.ts'
import type { Estimate, Reckoning } from './reckon.ts'
import { limited } from './time-limit.ts'

/** A hit's place in time; `at` as cursors carry it. */
export interface Hit {
  readonly id: MessageId
  readonly at: string
}

/** What to look for, and how common it is. */
export type Sought = Pick<Reckoning, 'tsquery' | 'estimate'>

/** How many hits to find. */
interface Wish {
  readonly limit: number
  /** So many are as good as `limit`, so more need not be searched for. */
  readonly enough?: number
}

/** What to read of hits. */
interface Reading {
  /** Of `messages m`, in the CTE `page`. */
  readonly columns: RawBuilder<unknown>
  /** What follows that CTE. */
  readonly rest: RawBuilder<unknown>
}

/** Which messages can be hits, `tsquery` aside. */
export interface HitConditions {
  readonly workspaceId: WorkspaceId
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
/** Few lengths, so that each is a statement of its own (see store/prepared-statements.ts). */
const windows = [nearWindow, 10_000, 20_000, 50_000, farWindow] as const

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
 * Under row security the word index is only reached by functions (migration row-security), which look for the workspace themselves.
 */
export async function findNewest(
  db: Database,
  sought: Sought,
  conditions: HitConditions,
  wish: Wish,
  content?: ContentRead,
): Promise<PlacedMessage[]> {
  const messages = { columns: pageColumns(content), rest: readPage(way) }
  return toMessages(await find<PageRow>(db, sought, conditions, wish, messages))
}

/** Only where they are: a thousand are not worth reading each message for. */
export function findNewestPlaces(db: Database, sought: Sought, conditions: HitConditions, wish: Wish): Promise<Hit[]> {
  return find<Hit>(db, sought, conditions, wish, places)
}

const way = sql`desc`
const places: Reading = {
  columns: sql`m.id, m.sent_at`,
  rest: sql` select id, ${instantText(sql`sent_at`)} as at from page order by sent_at desc, page.id desc`,
}

async function find<Row>(
  db: Database,
  { tsquery, estimate }: Sought,
  conditions: HitConditions,
  wish: Wish,
  reading: Reading,
): Promise<Row[]> {
  const enough = wish.enough ?? wish.limit
  for (const window of chooseWindows(estimate, enough)) {
    const hits = await walkBack<Row>(db, tsquery, conditions, wish, reading, window)
    if (hits.length >= enough || (await isWhole(db, conditions, window))) return hits
  }
  return askWordIndex<Row>(db, tsquery, conditions, wish, reading)
}

/** How far to walk, in rows, before the word index is asked; nothing where asking it at once is cheaper. */
function chooseWindows({ hits, messages }: Estimate, enough: number): number[] {
  if (hits < rare) return []
  const walk = (enough * messages) / hits
  const fetching = hits * fetchCost
  if (walk * walkCost > fetching) return []
  const near = windows.find((window) => window >= walk * patience) ?? farWindow
  return near < farWindow && farWindow * walkCost < fetching ? [near, farWindow] : [near]
}

/** Whether the newest `window` rows are all that there are in the range. */
async function isWhole(db: Database, { range }: HitConditions, window: number): Promise<boolean> {
  const { rows } = await sql`${prepared}${limited}
    select from messages m where ${allOf(range)} order by m.sent_at desc, m.id desc
    offset ${sql.lit(window)} limit 1`.execute(db)
  return rows.length === 0
}

async function walkBack<Row>(
  db: Database,
  tsquery: string,
  { range, rest }: HitConditions,
  { limit }: Wish,
  reading: Reading,
  window: number,
): Promise<Row[]> {
  // Outside of the window, which must stop by rows read, not by hits. As a sub-select the words are unknown to the planner:
  // the way is fixed here, so that one plan serves all words.
  const tests = allOf([sql`m.search_vector @@ (select ${tsquery}::tsquery)`, ...rest])
  const { rows } = await sql<Row>`${prepared}${limited}
    with page as materialized (
      select ${reading.columns} from (
        select * from messages m where ${allOf(range)} order by m.sent_at desc, m.id desc limit ${sql.lit(window)}) m
      where ${tests}
      order by m.sent_at desc, m.id desc limit ${sql.lit(limit)})${reading.rest}`.execute(db)
  return rows
}

async function askWordIndex<Row>(
  db: Database,
  tsquery: string,
  { workspaceId, range, rest }: HitConditions,
  { limit }: Wish,
  reading: Reading,
): Promise<Row[]> {
  const all = allOf([...range, ...rest])
  // Materialised: with the limit in sight the planner might walk back in time instead.
  const { rows } = await sql<Row>`${prepared}${limited}
    with found as materialized (select m.id, m.sent_at from search_hits(${workspaceId}, ${tsquery}) m where ${all}),
    page as materialized (
      select ${reading.columns} from (select id from found order by sent_at desc, id desc limit ${sql.lit(limit)}) hit
      join messages m on m.id = hit.id)${reading.rest}`.execute(db)
  return rows
}
