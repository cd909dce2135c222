import type { AccountId, CostGroup, CostRow, WorkspaceId } from '@switchboard/contract'
import { sql } from 'kysely'
import type { Database } from '../database.ts'
import { withTimeLimit } from '../with-time-limit.ts'

/** One row of the file of rates: what a message costs, from a day on. */
export interface CostRate {
  readonly category: string
  /** ISO 3166-1, or `*` for every country without a row of its own. */
  readonly country: string
  readonly currency: string
  /** Decimal, as written. */
  readonly rate: string
  /** ISO date. */
  readonly from: string
}

export interface ListCosts {
  /** ISO dates in UTC, both inclusive. */
  readonly from: string
  readonly to: string
  readonly accountId?: AccountId | undefined
  readonly groupBy: readonly CostGroup[]
  readonly rates: readonly CostRate[]
}

export type CostCounts = Omit<CostRow, 'accountId' | 'category' | 'country' | 'day' | 'model' | 'type'>

interface Row {
  readonly account: AccountId | null
  readonly category: string | null
  readonly country: string | null
  readonly day: string | null
  readonly model: string | null
  readonly type: string | null
  readonly currency: string | null
  readonly amount: string | null
  readonly messages: number
  readonly billable: number
  readonly free: number
  readonly failed: number
  readonly unstated: number
}

/** Beyond it nobody reads the answer, and it would not fit. */
export const mostCostRows = 10_000
const timeoutMs = 10_000
const tooSlow = 'Adding up took too long. Ask for a shorter span of time or one account.'

/**
 * The ledger of costs, added up. Rates are applied to each day, category and country before the rows are grouped as wished.
 * @returns null where there would be more than `mostCostRows`
 * @throws {Refusal} `unavailable` when it took longer than ten seconds.
 */
export function listCosts(db: Database, workspaceId: WorkspaceId, args: ListCosts): Promise<CostRow[] | null> {
  return withTimeLimit(db, timeoutMs, tooSlow, async (transaction) => {
    const rows = await addUp(transaction, workspaceId, args)
    return rows.length > mostCostRows ? null : joinCurrencies(rows, new Set(args.groupBy))
  })
}

async function addUp(db: Database, workspaceId: WorkspaceId, args: ListCosts): Promise<readonly Row[]> {
  const { from, to, accountId, groupBy, rates } = args
  const wanted = (group: CostGroup) => (groupBy.includes(group) ? sql.ref(group) : sql`null`)
  const groups = sql`${wanted('account')} as account, ${wanted('category')} as category, ${wanted('country')} as country,
    ${wanted('day')} as day, ${wanted('model')} as model, ${wanted('type')} as type`
  // Priced, failed later, and never delivered: the provider charges for deliveries.
  const lost = sql`failed and rank < 3`
  const { rows } = await sql<Row>`
    with rates as materialized (
      select * from unnest(${rates.map((rate) => rate.category)}::text[], ${rates.map((rate) => rate.country)}::text[],
        ${rates.map((rate) => rate.currency)}::text[], ${rates.map((rate) => rate.rate)}::numeric[],
        ${rates.map((rate) => rate.from)}::date[]) r(category, country, currency, rate, from_day)
    ), days as (
      select account_id::text as account, category, country, pricing_model as model, pricing_type as type,
        (at at time zone 'UTC')::date as day, count(*) as messages, count(*) filter (where ${lost}) as failed,
        count(*) filter (where billable and not (${lost})) as billable,
        count(*) filter (where not billable and not (${lost})) as free,
        count(*) filter (where billable is null and not (${lost})) as unstated
      from message_costs
      where workspace_id = ${workspaceId} and category is not null and (${accountId ?? null}::uuid is null or account_id = ${accountId ?? null})
        and at >= ${from}::date::timestamp at time zone 'UTC' and at < (${to}::date + 1)::timestamp at time zone 'UTC'
      group by 1, 2, 3, 4, 5, 6
    ), priced as (
      select d.account, d.category, d.country, d.model, d.type, d.day::text as day, d.messages, d.failed, d.billable, d.free, d.unstated,
        r.currency, r.rate * d.billable as amount
      from days d left join lateral (
        select currency, rate from rates r
        where d.billable > 0 and r.category = d.category and r.from_day <= d.day
          and (r.country = d.country or (r.country = '*' and d.country is not null))
        order by r.country = '*', r.from_day desc limit 1) r on true
    ), grouped as (
      select ${groups}, currency, amount, messages, billable, free, failed, unstated from priced
    )
    select account, category, country, day, model, type, currency, sum(amount)::text as amount, sum(messages)::int as messages,
      sum(billable)::int as billable, sum(free)::int as free, sum(failed)::int as failed, sum(unstated)::int as unstated
    from grouped group by 1, 2, 3, 4, 5, 6, 7 order by day, account, category, country, model, type, currency
    limit ${mostCostRows + 1}`.execute(db)
  return rows
}

/** One row a group: a group may have been priced in several currencies, and in part not at all. */
function joinCurrencies(rows: readonly Row[], groups: ReadonlySet<CostGroup>): CostRow[] {
  const keyOf = (row: Row) => JSON.stringify([row.account, row.category, row.country, row.day, row.model, row.type])
  return [...Map.groupBy(rows, keyOf).values()].map((parts) => {
    const [first] = parts
    if (!first) throw new Error('a group has at least one row')
    return { ...namesOf(first, groups), ...countsOf(parts) }
  })
}

function namesOf(row: Row, groups: ReadonlySet<CostGroup>): Partial<CostRow> {
  return {
    ...(groups.has('account') && row.account !== null ? { accountId: row.account } : {}),
    ...(groups.has('category') && row.category !== null ? { category: row.category } : {}),
    ...(groups.has('country') ? { country: row.country } : {}),
    ...(groups.has('day') && row.day !== null ? { day: row.day } : {}),
    ...(groups.has('model') ? { model: row.model } : {}),
    ...(groups.has('type') ? { type: row.type } : {}),
  }
}

function countsOf(parts: readonly Row[]): CostCounts {
  const sum = (of: (row: Row) => number) => parts.reduce((total, row) => total + of(row), 0)
  return {
    messages: sum((row) => row.messages),
    billable: sum((row) => row.billable),
    free: sum((row) => row.free),
    failed: sum((row) => row.failed),
    unstated: sum((row) => row.unstated),
    amounts: parts.flatMap(({ currency, amount }) =>
      currency !== null && amount !== null ? [{ currency, amount }] : [],
    ),
    withoutRate: sum((row) => (row.currency === null ? row.billable : 0)),
  }
}
