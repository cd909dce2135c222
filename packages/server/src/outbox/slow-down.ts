import type { Queryable } from '../store/database.ts'
import type { LeasedSend } from './lease.ts'
import { halved, limitOf, type Pace, pairExhausted, restAfter, slowed } from './pace.ts'

interface Slowing {
  readonly send: LeasedSend
  readonly at: number
  readonly limits: 'number' | 'pair' | 'account' | undefined
  readonly retryAfterMilliseconds: number
}

interface PaceRow {
  readonly rate: number | null
  readonly slowed_from: number | null
  readonly slowed_at: number | null
  readonly raised_at: number | null
  readonly send_rate: number | null
  readonly coexistence: boolean
}

const read = /* sql */ `
select p.rate, p.slowed_from, (extract(epoch from p.slowed_at) * 1000)::float8 as slowed_at, (extract(epoch from p.raised_at) * 1000)::float8 as raised_at,
  a.send_rate, a.coexistence
from send_pace p join accounts a on a.id = p.account_id where p.account_id = $1 for update of p`

const write = /* sql */ `
update send_pace set rate = $2, slowed_from = $3, slowed_at = to_timestamp($4::float8 / 1000), raised_at = to_timestamp($5::float8 / 1000),
  next_slot_at = greatest(next_slot_at, to_timestamp($6::float8 / 1000)) where account_id = $1`

/** The provider says that a number (or its business account) is too fast: everything of it slows down. */
export async function slowAccounts(client: Queryable, slowings: readonly Slowing[]): Promise<void> {
  const wide = slowings.filter(({ limits }) => limits === 'number' || limits === 'account')
  const byAccount = [...Map.groupBy(wide, ({ send }) => send.accountId)].toSorted(([a], [b]) => (a < b ? -1 : 1))
  for (const [accountId, group] of byAccount) {
    const { rows } = await client.query<PaceRow>(read, [accountId])
    const [row] = rows
    if (!row) continue
    const limit = limitOf({ sendRate: row.send_rate, coexistence: row.coexistence })
    const before: Pace = {
      rate: row.rate,
      slowedFrom: row.slowed_from,
      slowedAt: row.slowed_at,
      raisedAt: row.raised_at,
    }
    const at = Math.max(...group.map((slowing) => slowing.at))
    const pace = group
      .toSorted((a, b) => a.send.slotAt - b.send.slotAt)
      .reduce((slower, { send, limits }) => {
        const slow = limits === 'account' ? halved : slowed
        return slow(slower, limit, send.slotAt, at)
      }, before)
    if (pace === before) continue
    const rest = group.some(({ limits }) => limits === 'account') ? 1_000 : restAfter(group.length, pace.rate ?? limit)
    const wait = Math.max(rest, ...group.map(({ retryAfterMilliseconds }) => retryAfterMilliseconds))
    await client.query(write, [accountId, pace.rate, pace.slowedFrom, pace.slowedAt, pace.raisedAt, at + wait])
  }
}

// By the account's own limits: read here because the lease may have been taken under others.
const pairs = /* sql */ `
select a.pair_burst as burst, a.pair_seconds * 1000 as interval from accounts a where a.id = $1`

/** The provider says that one person got too much: only what goes to them waits. */
export async function slowPairs(client: Queryable, slowings: readonly Slowing[]): Promise<void> {
  for (const { send, at, limits, retryAfterMilliseconds } of slowings) {
    if (limits !== 'pair') continue
    const { rows } = await client.query<{ burst: number; interval: number }>(pairs, [send.accountId])
    if (!rows[0]) continue
    const freeAt = pairExhausted(at + retryAfterMilliseconds, rows[0])
    await client.query(
      `insert into send_pair_pace (conversation_id, free_at) values ($1, to_timestamp($2::float8 / 1000))
       on conflict (conversation_id) do update set free_at = greatest(send_pair_pace.free_at, excluded.free_at)`,
      [send.conversationId, freeAt],
    )
  }
}
