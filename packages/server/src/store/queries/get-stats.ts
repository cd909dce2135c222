import type { AccountId, Stats, WorkspaceId } from '@switchboard/contract'
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../database.ts'
import { withTimeLimit } from '../with-time-limit.ts'
import { allOf } from './message-filters.ts'

export interface GetStatsArgs {
  readonly accountId?: AccountId | undefined
  /** ISO 8601; `after` is inclusive, `before` is not. */
  readonly after: string
  readonly before: string
  /** IANA name, e.g. Europe/Berlin: where a day begins. */
  readonly timeZone?: string | undefined
}

/** Response times are taken from so many of the newest messages: a window function over a year of them would take seconds. */
const responseSample = 20_000

/**
 * What waits for a person's yes, or its turn, or was never let go was neither sent nor an answer. A message with a receipt was sent, so
 * that only the few without one are looked for among the sends.
 */
const isNoDraft = sql`(direction = 'inbound' or status is not null or not exists (
  select from outbox where outbox.message_id = messages.id and outbox.state in ('held', 'queued', 'leased', 'cancelled')))`

const timeoutMs = 10_000
const tooSlow = 'Counting took too long. Ask for a shorter span of time or one account.'

/**
 * Counts of messages and calls in a span of time, by one pass over the span's messages; drafts are none of them.
 *
 * @throws {Refusal} `unavailable` when it took longer than ten seconds.
 */
export function getStats(db: Database, workspaceId: WorkspaceId, args: GetStatsArgs): Promise<Stats> {
  return withTimeLimit(db, timeoutMs, tooSlow, (transaction) => countAll(transaction, workspaceId, args))
}

async function countAll(db: Database, workspaceId: WorkspaceId, args: GetStatsArgs): Promise<Stats> {
  const { after, before, timeZone = 'UTC' } = args
  const conditions = sql`${within(workspaceId, args, 'sent_at')} and ${isNoDraft}`
  const counts = await countMessages(db, conditions, timeZone)
  const responses = await measureResponses(db, conditions, timeZone)
  const of = (grouping: number) => counts.filter((row) => row.grouping === grouping)
  const total = of(groupings.total)
  return {
    after,
    before,
    timeZone,
    messages: sumCounts(total),
    conversations: total[0]?.conversations ?? 0,
    byDay: [...Map.groupBy(of(groupings.day), (row) => row.day ?? '')].map(([date, rows]) => ({
      date,
      ...sumCounts(rows),
      medianResponseSeconds: responses.find((row) => row.day === date)?.median ?? null,
    })),
    byAccount: [...Map.groupBy(of(groupings.account), (row) => row.account_id)].flatMap(([accountId, rows]) =>
      accountId === null
        ? []
        : [
            {
              accountId,
              ...sumCounts(rows),
              medianResponseSeconds: responses.find((row) => row.account_id === accountId)?.median ?? null,
            },
          ],
    ),
    byType: of(groupings.type).map(({ type, n }) => ({ type: type ?? 'unknown', count: n })),
    byStatus: of(groupings.status).flatMap(({ status, outbound }) =>
      outbound > 0 ? [{ status: status ?? 'unknown', count: outbound }] : [],
    ),
    responseTime: responseTimeOf(responses),
    calls: await countCalls(db, within(workspaceId, args, 'first_event_at')),
  }
}

interface CountRow {
  readonly grouping: number
  readonly day: string | null
  readonly account_id: AccountId | null
  readonly type: string | null
  readonly status: string | null
  readonly n: number
  readonly inbound: number
  readonly outbound: number
  readonly delivered: number
  readonly failed: number
  readonly conversations: number | null
}

/** `grouping(day, account, type, status)` of each set: a bit is 0 where the column is grouped by. */
const groupings = { total: 0b1111, day: 0b0111, account: 0b1011, type: 0b1101, status: 0b1110 }

async function countMessages(db: Database, conditions: RawBuilder<unknown>, timeZone: string): Promise<CountRow[]> {
  const { rows } = await sql<CountRow>`
    with span as materialized (
      select to_char(sent_at at time zone ${timeZone}, 'YYYY-MM-DD') as day, account_id, type, status, direction,
        conversation_id
      from messages where ${conditions})
    select grouping(day, account_id, type, status) as grouping, day, account_id, type, status, count(*) as n,
      count(*) filter (where direction = 'inbound') as inbound,
      count(*) filter (where direction = 'outbound') as outbound,
      count(*) filter (where direction = 'outbound' and status in ('delivered', 'read', 'played')) as delivered,
      count(*) filter (where direction = 'outbound' and status = 'failed') as failed,
      case when grouping(day, account_id, type, status) = ${groupings.total}
        then (select count(distinct conversation_id) from span) end as conversations
    from span group by grouping sets ((), (day), (account_id), (type), (status))
    order by day, n desc, type, status, account_id`.execute(db)
  return rows
}

type Counts = Pick<CountRow, 'inbound' | 'outbound' | 'delivered' | 'failed'>

function sumCounts(rows: readonly CountRow[]): Counts {
  const sum = { inbound: 0, outbound: 0, delivered: 0, failed: 0 }
  for (const row of rows)
    for (const name of ['inbound', 'outbound', 'delivered', 'failed'] as const) sum[name] += row[name]
  return sum
}

/** From the first message of a customer that nobody had answered to the first answer, in the same conversation. */
async function measureResponses(
  db: Database,
  conditions: RawBuilder<unknown>,
  timeZone: string,
): Promise<readonly ResponseRow[]> {
  const { rows } = await sql<ResponseRow>`
    with newest as materialized (
      select conversation_id, account_id, direction, sent_at, id from messages
      where ${conditions} order by sent_at desc, id desc limit ${responseSample}),
    turns as (
      select conversation_id, account_id, direction, sent_at, id,
        lag(direction) over (partition by conversation_id order by sent_at, id) as previous
      from newest),
    waits as (
      select direction, account_id, to_char(sent_at at time zone ${timeZone}, 'YYYY-MM-DD') as day,
        extract(epoch from sent_at - lag(sent_at) over (partition by conversation_id order by sent_at, id))::float8 as wait
      from turns where direction is distinct from previous)
    select day, account_id, count(*) as answered, percentile_cont(0.5) within group (order by wait) as median,
      percentile_cont(0.9) within group (order by wait) as p90
    from waits where direction = 'outbound' and wait is not null group by grouping sets ((), (day), (account_id))`.execute(
    db,
  )
  return rows
}

/** Of all: without day and account. */
interface ResponseRow {
  readonly day: string | null
  readonly account_id: AccountId | null
  readonly answered: number
  readonly median: number | null
  readonly p90: number | null
}

function responseTimeOf(rows: readonly ResponseRow[]): Stats['responseTime'] {
  const all = rows.find((row) => row.day === null && row.account_id === null)
  if (all === undefined || all.median === null || all.p90 === null) return null
  return { answered: all.answered, medianSeconds: all.median, p90Seconds: all.p90, sampledMessages: responseSample }
}

async function countCalls(db: Database, conditions: RawBuilder<unknown>): Promise<Stats['calls']> {
  const { rows } = await sql<{ direction: string | null; outcome: string | null; count: number }>`
    select direction, coalesce(outcome, state) as outcome, count(*) as count from calls
    where ${conditions} group by 1, 2 order by count desc, direction, outcome`.execute(db)
  return rows.map(({ direction, outcome, count }) => ({ direction, outcome: outcome ?? 'unknown', count }))
}

function within(workspaceId: WorkspaceId, args: GetStatsArgs, column: 'sent_at' | 'first_event_at') {
  return allOf([
    sql`workspace_id = ${workspaceId}`,
    sql`${sql.ref(column)} >= ${new Date(args.after)}`,
    sql`${sql.ref(column)} < ${new Date(args.before)}`,
    ...(args.accountId === undefined ? [] : [sql`account_id = ${args.accountId}`]),
  ])
}
