import type { OutboundContent } from '@switchboard/contract'
import type pg from 'pg'
import { v7 as uuidv7 } from 'uuid'
import { appendEvents, type NewEvent } from '../events/append.ts'
import { inTransaction } from '../store/in-transaction.ts'
import type { Capabilities, Recipient } from '../transports/transport.ts'
import { allot } from './allot.ts'
import { failSends } from './fail-sends.ts'
import { holdChangedTemplates } from './hold-changed-templates.ts'
import type { CandidateRow, PacedAccount } from './lease-rows.ts'
import { type AccountLimits, lateMilliseconds, limitOf, recovered } from './pace.ts'
import { recheck } from './recheck.ts'
import type { SendRules } from './send-request.ts'

/*
 * Leasing allots slots. One transaction takes, for every account that has something due, the lock of its pace row (another
 * dispatcher that holds it is passed by), as many messages as it has slots within the horizon, answers first, and writes: leased,
 * with the moment at which each leaves. From that commit on a message may be on its way, so a crash makes it `unknown` and never
 * sends it again; only the dispatcher that holds the lease may give it back, and only what it has not begun.
 */

export interface LeasedSend {
  readonly id: string
  readonly leaseId: string
  readonly workspaceId: string
  readonly accountId: string
  readonly conversationId: string
  readonly messageId: string | null
  readonly contactId: string | null
  readonly transport: string
  readonly recipient: Recipient
  readonly content: OutboundContent
  readonly resolved: object | null
  readonly quotedWamid: string | null
  /** Milliseconds since 1970 by the database's clock. */
  readonly slotAt: number
  /** Of the account now, messages a second. */
  readonly rate: number
  readonly attempts: number
  readonly limited: number
  readonly firstDueAt: number
}

export interface LeaseOptions {
  readonly horizonMilliseconds: number
  /** No slot is sooner than this: so long leasing takes, and a slot that passed meanwhile is missed. */
  readonly leadMilliseconds: number
  /** Names this dispatcher, which holds the accounts that it sends for. */
  readonly holder: string
  /** How long after its slot a message without an outcome becomes `unknown`. */
  readonly leaseMilliseconds: number
  /** Most messages of one account, and of all. */
  readonly perAccount: (accountId: string) => number
  readonly most: number
  readonly capabilitiesOf: (transport: string) => Capabilities | undefined
  readonly transports: readonly string[]
  /** Absent: no approval of a template is looked at again. */
  readonly rules?: SendRules | undefined
}

export interface Lease {
  readonly sends: readonly LeasedSend[]
  readonly events: number
  /** When the next slot of an account is that had none left; null: nobody waits for a slot. Database's clock. */
  readonly nextSlotAt: number | null
  /** The database's clock and ours when it was read: before asking and after the answer. */
  readonly clock: { readonly database: number; readonly asked: number; readonly answered: number } | null
}

/** An account is held so long beyond a lease that found more than it could take. */
const holdMilliseconds = 1_000

interface AccountRow extends AccountLimits {
  readonly account_id: string
  readonly transport: string
  readonly held: boolean
  readonly rate: number | null
  readonly next_slot_at: number
  readonly slowed_from: number | null
  readonly slowed_at: number | null
  readonly raised_at: number | null
  readonly send_rate: number | null
  readonly pair_burst: number
  readonly pair_seconds: number
  readonly now: number
}

// Slots are finer than a millisecond at 1,000 a second, so times of slots are numbers and no Dates, which would cut them.
const milliseconds = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8`

// By precedence one index range each: the lateral joins keep Postgres from reading what is not due.
const lockAccounts = /* sql */ `
select p.account_id, a.transport, p.held_by is not distinct from $2::uuid as held, p.rate, p.slowed_from, a.send_rate, a.coexistence, a.pair_burst, a.pair_seconds,
  ${milliseconds("greatest(p.next_slot_at, timestamptz '1970-01-01Z')")} as next_slot_at,
  ${milliseconds('p.slowed_at')} as slowed_at, ${milliseconds('p.raised_at')} as raised_at,
  ${milliseconds('clock_timestamp()')} as now
from send_pace p join accounts a on a.id = p.account_id
where a.state = 'active' and a.transport = any ($1::text[])
  and (p.held_by is not distinct from $2::uuid or p.held_until < clock_timestamp())
  and exists (select from unnest('{0,1,2}'::smallint[]) q(priority), lateral (
    select from outbox o where o.account_id = p.account_id and o.priority = q.priority and o.state = 'queued' and o.ready
      and o.due_at <= statement_timestamp() limit 1) due)
order by p.served_at limit 64
for update of p skip locked`

// A file that can't be brought to the provider holds up what comes after it for a minute, and not for as long as it is tried.
const holdsItsPlace = /* sql */ `(ahead.ready
        or coalesce(ahead.preparing_since, ahead.updated_at) > statement_timestamp() - interval '1 minute')`

// Only who stands first in their conversation's line: nobody overtakes, and one at a time is on its way to a person.
// Statistics are a minute old when thousands were just queued, and a plan for few rows is cubic for many. So the two subqueries are
// fenced (materialized, offset 0), which keeps Postgres from making joins of them, and what is by id is read by id: see `byIndex`.
const findCandidates = /* sql */ `
with first as materialized (
select due.* from unnest($1::uuid[], $2::int[]) k(account_id, slots)
cross join lateral (
  select due.* from unnest('{0,1,2}'::smallint[]) q(priority), lateral (
    select o.id, o.conversation_id, o.priority, o.due_at from outbox o
    where o.account_id = k.account_id and o.priority = q.priority and o.state = 'queued' and o.ready
      and o.due_at <= statement_timestamp()
    order by o.due_at, o.id limit greatest(4 * k.slots, 200)
  ) due
  where not exists (
    select from outbox ahead where ahead.conversation_id = due.conversation_id and ahead.state in ('queued', 'leased')
      and (ahead.state = 'leased' or (${holdsItsPlace} and ahead.id < due.id and ahead.priority <= due.priority
        and (ahead.send_at is null or ahead.send_at <= statement_timestamp())))
    offset 0)
  order by due.priority, due.due_at, due.id limit k.slots
) due
)
select o.id, o.workspace_id, o.account_id, o.conversation_id, o.message_id, c.contact_id, o.recipient, o.content, o.resolved,
  o.quoted_wamid, o.priority, o.attempts, o.limited,
  ${milliseconds('coalesce(o.send_at, o.created_at)')} as first_due_at, ${milliseconds('pair.free_at')} as free_at,
  c.kind = 'group' as is_group, c.policy, ${milliseconds('c.last_inbound_at')} as last_inbound_at,
  ${milliseconds('person.opted_out_at')} as opted_out_at, ${milliseconds('person.opted_in_at')} as opted_in_at,
  person.erased_at is not null as erased
from first join outbox o on o.id = first.id and o.state = 'queued'
join conversations queued_in on queued_in.id = o.conversation_id
join conversations c on c.id = coalesce(queued_in.merged_into, queued_in.id)
left join contacts person on person.id = c.contact_id
left join send_pair_pace pair on pair.conversation_id = o.conversation_id
order by o.priority, o.due_at, o.id
for update of o skip locked`

const write = /* sql */ `
with leased as (
  update outbox o set state = 'leased', lease_id = $1, slot_at = to_timestamp(k.slot_at / 1000), sending_since = now(),
    lease_expires_at = to_timestamp((k.slot_at + $2::float8) / 1000), attempts = o.attempts + 1, updated_at = now()
  from unnest($3::uuid[], $4::float8[]) k(id, slot_at) where o.id = k.id
), pairs as (
  insert into send_pair_pace (conversation_id, free_at) select id, to_timestamp(free_at / 1000) from unnest($5::uuid[], $6::float8[]) k(id, free_at)
  on conflict (conversation_id) do update set free_at = excluded.free_at
), later as (
  update outbox o set due_at = to_timestamp(k.due_at / 1000), updated_at = now() from unnest($7::uuid[], $8::float8[]) k(id, due_at) where o.id = k.id
)
update send_pace p set next_slot_at = to_timestamp(k.next_slot_at / 1000), rate = k.rate, raised_at = k.raised_at, served_at = clock_timestamp(),
  held_by = $13, held_until = to_timestamp(k.held_until / 1000)
from unnest($9::uuid[], $10::float8[], $11::real[], $12::timestamptz[], $14::float8[])
  k(account_id, next_slot_at, rate, raised_at, held_until)
where p.account_id = k.account_id`

// A crowd of one conversation in front would hide everybody behind it: it steps aside for a moment.
const stepAside = /* sql */ `
with crowd as (
  select o.id, count(*) over (partition by k.account_id, q.priority) as size from unnest($1::uuid[]) k(account_id), unnest('{0,1,2}'::smallint[]) q(priority), lateral (
    select id from outbox o where o.account_id = k.account_id and o.priority = q.priority and o.state = 'queued' and o.ready
      and o.due_at <= statement_timestamp() order by o.due_at, o.id limit 200 for update skip locked
  ) o
)
update outbox o set due_at = statement_timestamp() + interval '1 second' from crowd where o.id = crowd.id and crowd.size >= 200`

/** A sequential scan that was cheap when the plan was made reads all that was queued since. */
const byIndex = 'enable_seqscan = off'

/** Takes what may leave within the horizon. Several dispatchers may do so at once. */
export function leaseSends(pool: pg.Pool, options: LeaseOptions): Promise<Lease> {
  const takeSlots = async (client: pg.PoolClient): Promise<Lease> => {
    const asked = performance.now()
    const { rows: accounts } = await client.query<AccountRow>({
      name: 'lease accounts',
      text: lockAccounts,
      values: [options.transports, options.holder],
    })
    const answered = performance.now()
    const [first] = accounts
    if (!first) return { sends: [], events: 0, nextSlotAt: null, clock: null }
    const now = first.now
    const soonest = now + options.leadMilliseconds
    const paced = accounts.map((row) => paceOf(row, now))
    const slots = paced.map((pace) => slotsOf(pace, options, accounts.length, soonest))
    const clock = { database: now, asked, answered }
    const waiting = paced
      .filter((_, index) => slots[index] === 0)
      .map((pace) => pace.nextSlotAt - options.horizonMilliseconds - options.leadMilliseconds)
    const free = paced.filter((_, index) => (slots[index] ?? 0) > 0)
    const candidates = await candidatesOf(
      client,
      free,
      slots.filter((count) => count > 0),
    )
    const slotsOfAccount = new Map(paced.map(({ accountId }, index) => [accountId, slots[index] ?? 0]))
    const events: NewEvent[] = []
    const able = await dropForbidden(client, candidates, free, options, now, events)
    const plan = allot(able, free, { now: soonest, horizon: options.horizonMilliseconds })
    const empty = free.filter(({ accountId }) => !candidates.some((row) => row.account_id === accountId))
    if (empty.length > 0) await client.query(stepAside, [empty.map(({ accountId }) => accountId)])
    const leaseId = uuidv7()
    await client.query({
      name: 'lease write',
      text: write,
      values: [
        leaseId,
        options.leaseMilliseconds,
        plan.leased.map(({ row }) => row.id),
        plan.leased.map(({ slotAt }) => slotAt),
        plan.pairs.map(([conversationId]) => conversationId),
        plan.pairs.map(([, freeAt]) => freeAt),
        plan.later.map(({ id }) => id),
        plan.later.map(({ dueAt }) => dueAt),
        free.map(({ accountId }) => accountId),
        free.map(({ accountId, nextSlotAt }) => plan.nextSlots.get(accountId) ?? nextSlotAt),
        free.map(({ rate }) => rate),
        free.map(({ raisedAt }) => (raisedAt === null ? null : new Date(raisedAt))),
        options.holder,
        free.map(({ accountId }) => {
          const next = plan.nextSlots.get(accountId)
          // As long as there is more, the same dispatcher goes on: taking over costs a gap.
          const more =
            candidates.filter((row) => row.account_id === accountId).length >= (slotsOfAccount.get(accountId) ?? 0)
          return next === undefined ? now : more ? soonest + holdMilliseconds : next
        }),
      ],
    })
    const byId = new Map(paced.map((account) => [account.accountId, account]))
    const sends = plan.leased.flatMap(({ row, slotAt }) => {
      const account = byId.get(row.account_id)
      return account ? [leasedOf(row, slotAt, leaseId, account)] : []
    })
    events.push(...sends.map(sendingEvent))
    await appendEvents(client, events)
    return { sends, events: events.length, nextSlotAt: waiting.length > 0 ? Math.min(...waiting) : null, clock }
  }
  return inTransaction(pool, takeSlots, byIndex)
}

function paceOf(row: AccountRow, now: number): PacedAccount {
  const limit = limitOf({ sendRate: row.send_rate, coexistence: row.coexistence })
  const pace = recovered(
    { rate: row.rate, slowedFrom: row.slowed_from, slowedAt: row.slowed_at, raisedAt: row.raised_at },
    limit,
    now,
  )
  return {
    ...pace,
    accountId: row.account_id,
    transport: row.transport,
    limit,
    // Behind another dispatcher, whose last ones may still leave: see pace.ts.
    nextSlotAt: row.next_slot_at + (row.held ? 0 : lateMilliseconds),
    pair: { burst: row.pair_burst, interval: row.pair_seconds * 1_000 },
  }
}

/** Every account gets its share of what this dispatcher can carry. */
function slotsOf(pace: PacedAccount, options: LeaseOptions, accounts: number, soonest: number): number {
  const left = soonest + options.horizonMilliseconds - Math.max(pace.nextSlotAt, soonest)
  const rate = pace.rate ?? pace.limit
  const inHorizon = left <= 0 ? 0 : Math.ceil((left * rate) / 1_000)
  const share = Math.ceil(options.most / accounts)
  return Math.max(0, Math.min(inHorizon, share, options.perAccount(pace.accountId)))
}

async function candidatesOf(
  client: pg.PoolClient,
  accounts: readonly PacedAccount[],
  slots: readonly number[],
): Promise<CandidateRow[]> {
  if (accounts.length === 0) return []
  const values = [accounts.map(({ accountId }) => accountId), slots]
  const { rows } = await client.query<CandidateRow>({ name: 'lease candidates', text: findCandidates, values })
  return rows
}

/** What may not leave any more fails here. */
async function dropForbidden(
  client: pg.PoolClient,
  rows: readonly CandidateRow[],
  accounts: readonly PacedAccount[],
  options: LeaseOptions,
  now: number,
  events: NewEvent[],
): Promise<CandidateRow[]> {
  const transports = new Map(accounts.map(({ accountId, transport }) => [accountId, transport]))
  const able: CandidateRow[] = []
  const forbidden = []
  for (const row of rows) {
    const capabilities = options.capabilitiesOf(transports.get(row.account_id) ?? '')
    const problem =
      capabilities &&
      recheck(
        {
          at: now,
          type: row.content.type,
          priority: row.priority,
          isGroup: row.is_group,
          policy: row.policy,
          lastInboundAt: row.last_inbound_at,
          optedOutAt: row.opted_out_at,
          optedInAt: row.opted_in_at,
          erased: row.erased,
        },
        capabilities,
      )
    if (problem) forbidden.push({ id: row.id, error: { code: problem.code, sentence: problem.sentence } })
    else able.push(row)
  }
  events.push(...(await failSends(client, forbidden, { from: 'queued', now, by: 'gate' })))
  if (!options.rules) return able
  const again = await holdChangedTemplates(client, options.rules, able)
  events.push(...again.events)
  return able.filter(({ id }) => !again.ids.has(id))
}

function leasedOf(row: CandidateRow, slotAt: number, leaseId: string, account: PacedAccount): LeasedSend {
  return {
    id: row.id,
    leaseId,
    workspaceId: row.workspace_id,
    accountId: row.account_id,
    conversationId: row.conversation_id,
    messageId: row.message_id,
    contactId: row.contact_id,
    transport: account.transport,
    recipient: row.recipient,
    content: row.content,
    resolved: row.resolved,
    quotedWamid: row.quoted_wamid,
    slotAt,
    rate: account.rate ?? account.limit,
    attempts: row.attempts + 1,
    limited: row.limited,
    firstDueAt: row.first_due_at,
  }
}

function sendingEvent(send: LeasedSend): NewEvent {
  const { workspaceId, accountId, contactId, conversationId, messageId, id, attempts, slotAt } = send
  return {
    workspaceId,
    type: 'message.sending',
    occurredAt: slotAt,
    accountId,
    contactId,
    conversationId,
    messageId,
    data: { sendId: id, attempts },
  }
}
