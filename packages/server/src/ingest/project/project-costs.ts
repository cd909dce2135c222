import { hash } from 'node:crypto'
import type { Queryable } from '../../store/database.ts'
import type { StatusItem } from '../../transports/inbound-item.ts'
import type { BatchContext, ResolvedItem } from './batch-context.ts'
import { countryOf, type KnownCountry } from './country-of.ts'
import { compareText } from './last-writer.ts'
import { type Pricing, readPricing } from './pricing.ts'
import { receiptFingerprint, statusRank } from './receipts.ts'

/** What one receipt, or all of a message that were folded, say of its cost. */
interface CostRow {
  readonly key: string
  readonly workspaceId: string
  readonly accountId: string
  readonly at: number
  readonly failed: boolean
  readonly country: string | null
  readonly countryRank: number
  readonly rank: number
  readonly pricedAt: number | null
  readonly fingerprint: string | null
  readonly pricing: Pricing | null
}

// Each column is the least or the greatest of something, here as in `fold`, so the order in which receipts come does not matter. A
// comparison with what is not known (rank 0) is null, which changes nothing.
const better = /* sql */ `(excluded.rank, old.priced_at, old.fingerprint collate "C") > (old.rank, excluded.priced_at, excluded.fingerprint collate "C")`
const nearer = /* sql */ `(excluded.country_rank, old.country collate "C") > (old.country_rank, excluded.country collate "C")`
const taken = (condition: string, columns: readonly string[]) =>
  columns.map((name) => `${name} = case when ${condition} then excluded.${name} else old.${name} end`).join(', ')
const text = /* sql */ `
insert into message_costs as old (key, workspace_id, account_id, at, failed, country, country_rank, rank, priced_at, fingerprint,
  category, pricing_model, pricing_type, billable)
select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::timestamptz[], $5::boolean[], $6::text[], $7::smallint[], $8::smallint[],
  $9::timestamptz[], $10::text[], $11::text[], $12::text[], $13::text[], $14::boolean[])
on conflict (key) do update set at = least(old.at, excluded.at), failed = old.failed or excluded.failed,
  ${taken(nearer, ['country', 'country_rank'])},
  ${taken(better, ['rank', 'priced_at', 'fingerprint', 'category', 'pricing_model', 'pricing_type', 'billable'])}
where excluded.at < old.at or (excluded.failed and not old.failed) or ${nearer} or ${better}`

/**
 * The ledger of costs, from `pricing` of receipts: one row a message however often and in whatever order its receipts come. Read
 * of all receipts, not of those that stand: of two that say the same, the one without a price may have been first.
 */
export async function projectCosts(
  { client }: Pick<BatchContext, 'client'>,
  items: readonly ResolvedItem<StatusItem>[],
): Promise<void> {
  const rows = new Map<string, CostRow>()
  const countries = new Map<string, KnownCountry>()
  for (const item of items) {
    const row = costOf(item, countries)
    if (!row) continue
    const before = rows.get(row.key)
    rows.set(row.key, before ? fold(before, row) : row)
  }
  if (rows.size > 0)
    await write(
      client,
      [...rows.values()].toSorted((a, b) => compareText(a.key, b.key)),
    )
}

function costOf(
  { item, workspaceId, accountId }: ResolvedItem<StatusItem>,
  countries: Map<string, KnownCountry>,
): CostRow | null {
  const pricing = readPricing(item.pricing)
  const failed = item.status === 'failed'
  if (accountId === null || (!pricing && !failed)) return null
  const name = item.status === 'unknown' ? item.statusName : item.status
  const { country, rank: countryRank } = rememberedCountry(item.party, countries)
  return {
    key: keyOf(accountId, item),
    workspaceId,
    accountId,
    at: item.at,
    failed,
    country,
    countryRank,
    ...(pricing
      ? { rank: Math.max(1, statusRank(name)), pricedAt: item.at, fingerprint: receiptFingerprint(item), pricing }
      : { rank: 0, pricedAt: null, fingerprint: null, pricing: null }),
  }
}

/** Reading a phone takes about 7 µs, and a message has three receipts. */
function rememberedCountry(party: StatusItem['party'], countries: Map<string, KnownCountry>): KnownCountry {
  const key = party?.identities.map(({ kind, value }) => `${kind} ${value}`).join() ?? ''
  const known = countries.get(key) ?? countryOf(party)
  countries.set(key, known)
  return known
}

/** In a group each member has a price of their own. */
function keyOf(accountId: string, { wamid, groupId, party }: StatusItem): string {
  const member = groupId === undefined ? '' : (party?.identities.map(({ value }) => value).toSorted()[0] ?? '')
  return hash('sha256', JSON.stringify([accountId, wamid, member]), 'hex').slice(0, 32)
}

function fold(a: CostRow, b: CostRow): CostRow {
  const { rank, pricedAt, fingerprint, pricing } = isBetter(b, a) ? b : a
  const { country, countryRank } = isNearer(b, a) ? b : a
  return {
    ...a,
    at: Math.min(a.at, b.at),
    failed: a.failed || b.failed,
    country,
    countryRank,
    rank,
    pricedAt,
    fingerprint,
    pricing,
  }
}

function isBetter(a: CostRow, b: CostRow): boolean {
  if (a.rank !== b.rank) return a.rank > b.rank
  return ((a.pricedAt ?? 0) - (b.pricedAt ?? 0) || compareText(a.fingerprint ?? '', b.fingerprint ?? '')) < 0
}

function isNearer(a: CostRow, b: CostRow): boolean {
  return (a.countryRank - b.countryRank || compareText(b.country ?? '', a.country ?? '')) > 0
}

async function write(client: Queryable, rows: readonly CostRow[]): Promise<void> {
  const moment = (at: number | null) => (at === null ? null : new Date(at))
  await client.query({
    name: 'project costs',
    text,
    values: [
      rows.map((row) => row.key),
      rows.map((row) => row.workspaceId),
      rows.map((row) => row.accountId),
      rows.map((row) => moment(row.at)),
      rows.map((row) => row.failed),
      rows.map((row) => row.country),
      rows.map((row) => row.countryRank),
      rows.map((row) => row.rank),
      rows.map((row) => moment(row.pricedAt)),
      rows.map((row) => row.fingerprint),
      rows.map((row) => row.pricing?.category ?? null),
      rows.map((row) => row.pricing?.model ?? null),
      rows.map((row) => row.pricing?.type ?? null),
      rows.map((row) => row.pricing?.billable ?? null),
    ],
  })
}
