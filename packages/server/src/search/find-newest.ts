import type { MessageId, WorkspaceId } from '@switchboard/contract'
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../store/database.ts'
import { prepared } from '../store/prepared-statements.ts'
import { instantText } from '../store/queries/cursor.ts'
import { allOf } from '../store/queries/message-filters.ts'
import { pageParts } from '../store/queries/message-row.ts'
import type { Estimate, Reckoning } from './reckon.ts'
import { limited } from './time-limit.ts'

/** A hit's place in time; `at` as cursors carry it. */
export interface Hit {
  readonly id: MessageId
  readonly at: string
}

/** What to look for, and how common it is. */
export type Sought = Pick<Reckoning, 'tsquery' | 'estimate'>

/** How many hits to find, and what to read of them. */
interface Wish {
  readonly limit: number
  /** So many are as good as `limit`, so more need not be searched for. */
  readonly enough?: number
  /** Columns of `messages m` and `people` (pageParts) to read of the hits beside their place; absent: none. */
  readonly columns?: RawBuilder<unknown>
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
 *
 * `Row` is what `columns` select.
 */
export async function findNewest<Row extends object = object>(
  db: Database,
  { tsquery, estimate }: Sought,
  conditions: HitConditions,
  wish: Wish,
): Promise<(Hit & Row)[]> {
  const enough = wish.enough ?? wish.limit
  for (const window of chooseWindows(estimate, enough)) {
    const hits = await walkBack<Row>(db, tsquery, conditions, wish, window)
    if (hits.length >= enough || (await isWhole(db, conditions, window))) return hits
  }
  return askWordIndex<Row>(db, tsquery, conditions, wish)
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

async function walkBack<Row extends object>(
  db: Database,
  tsquery: string,
  { range, rest }: HitConditions,
  { limit, columns }: Wish,
  window: number,
): Promise<(Hit & Row)[]> {
  // Outside of the window, which must stop by rows read, not by hits. As a sub-select the words are unknown to the planner:
  // the way is fixed here, so that one plan serves all words.
  const tests = allOf([sql`m.search_vector @@ (select ${tsquery}::tsquery)`, ...rest])
  const { rows } = await sql<Hit & Row>`${prepared}${limited}
    with hits as materialized (
      select m.id, m.sent_at, m.contact_id, m.account_id, m.wamid from (
        select * from messages m where ${allOf(range)} order by m.sent_at desc, m.id desc limit ${sql.lit(window)}) m
      where ${tests}
      order by m.sent_at desc, m.id desc limit ${sql.lit(limit)})
    ${readHits(columns)}`.execute(db)
  return rows
}

async function askWordIndex<Row extends object>(
  db: Database,
  tsquery: string,
  { workspaceId, range, rest }: HitConditions,
  { limit, columns }: Wish,
): Promise<(Hit & Row)[]> {
  const all = allOf([...range, ...rest])
  // Materialised: with the limit in sight the planner might walk back in time instead.
  const { rows } = await sql<Hit & Row>`${prepared}${limited}
    with found as materialized (select m.id, m.sent_at, m.contact_id, m.account_id, m.wamid from search_hits(${workspaceId}, ${tsquery}) m where ${all}),
    hits as materialized (select id, sent_at, contact_id, account_id, wamid from found order by sent_at desc, id desc limit ${sql.lit(limit)})
    ${readHits(columns)}`.execute(db)
  return rows
}

/** Places alone are not worth fetching each message for. */
function readHits(columns: RawBuilder<unknown> | undefined): RawBuilder<unknown> {
  const at = sql`${instantText(sql`hits.sent_at`)} as at`
  const order = sql`order by hits.sent_at desc, hits.id desc`
  return columns === undefined
    ? sql`select hits.id, ${at} from hits ${order}`
    : sql`, ${pageParts(sql`hits`)} select ${columns}, ${at}
        from hits join messages m on m.id = hits.id left join people on people.contact_id = m.contact_id ${order}`
}
