import type { WorkspaceId } from '@switchboard/contract'
import type pg from 'pg'
import { appendEvents, type NewEvent } from '../events/append.ts'
import type { Queryable } from '../store/database.ts'
import { inTransaction } from '../store/in-transaction.ts'
import { lockWorkspaceExclusively } from '../store/locks.ts'
import { type Adoption, adoptWamids, PlaceholderInTheWay } from '../store/sends/adopt-wamids.ts'
import type { Accepted } from '../transports/transport.ts'
import { type ChangedSend, failSends, placeOf, type SendError } from './fail-sends.ts'
import { learnWaIds } from './learn-wa-ids.ts'
import type { LeasedSend } from './lease.ts'
import { reactionEvents } from './reaction-events.ts'
import { slowAccounts, slowPairs } from './slow-down.ts'

/** What became of a leased send. Times in milliseconds since 1970 by the database's clock. */
export type Outcome =
  | { readonly kind: 'accepted'; readonly send: LeasedSend; readonly accepted: Accepted; readonly at: number }
  | { readonly kind: 'failed'; readonly send: LeasedSend; readonly error: SendError; readonly at: number }
  | { readonly kind: 'unknown'; readonly send: LeasedSend; readonly error: SendError; readonly at: number }
  /** It surely was not sent, or (`begun: false`) nobody tried: it goes back. */
  | {
      readonly kind: 'again'
      readonly send: LeasedSend
      readonly at: number
      readonly dueAt: number
      readonly begun: boolean
      readonly error: SendError | null
      readonly limits: 'number' | 'pair' | 'account' | undefined
      readonly retryAfterMilliseconds: number
    }

type Of<Kind extends Outcome['kind']> = Extract<Outcome, { kind: Kind }>

/**
 * Writes outcomes down, all in one transaction: outbox, messages, receipts, pace and events.
 * @returns how many events were appended.
 */
export async function settle(pool: pg.Pool, outcomes: readonly Outcome[]): Promise<number> {
  let exclusive: readonly string[] = []
  for (;;) {
    try {
      return await inTransaction(pool, (client) => settleIn(client, outcomes, exclusive))
    } catch (error) {
      if (!(error instanceof PlaceholderInTheWay)) throw error
      exclusive = [...new Set([...exclusive, ...error.workspaceIds])].toSorted()
    }
  }
}

async function settleIn(
  client: Queryable,
  outcomes: readonly Outcome[],
  exclusive: readonly string[],
): Promise<number> {
  for (const workspaceId of exclusive) await lockWorkspaceExclusively(client, workspaceId as WorkspaceId) // of a column of that name
  const of = <Kind extends Outcome['kind']>(kind: Kind): Of<Kind>[] =>
    outcomes.filter((outcome): outcome is Of<Kind> => outcome.kind === kind)
  const stated = of('accepted').flatMap(({ send, accepted: { waId } }) =>
    waId === undefined ? [] : [{ sendId: send.id, waId }],
  )
  await learnWaIds(client, stated)
  const failed = of('failed')
  const again = of('again')
  const events = [
    ...(await acceptSends(client, of('accepted'), exclusive)),
    ...(await failSends(
      client,
      failed.map(({ send, error }) => ({ id: send.id, leaseId: send.leaseId, error })),
      { from: 'leased', now: failed[0]?.at ?? 0, by: 'provider' },
    )),
    ...(await markUnknown(client, of('unknown'))),
    ...(await putBack(client, again)),
  ]
  await slowAccounts(client, again)
  await slowPairs(client, again)
  await appendEvents(client, events)
  return events.length
}

async function acceptSends(
  client: Queryable,
  outcomes: readonly Of<'accepted'>[],
  exclusive: readonly string[],
): Promise<NewEvent[]> {
  const adoptions = outcomes.map(
    ({ send, accepted, at }): Adoption => ({ sendId: send.id, accountId: send.accountId, wamid: accepted.wamid, at }),
  )
  const allowed = exclusive.length > 0
  const byId = new Map(outcomes.map((outcome) => [outcome.send.id, outcome]))
  const adopted = await adoptWamids(client, adoptions, { exclusive: allowed, by: 'provider' })
  const reactions = adopted.filter(({ messageId }) => messageId === null).map(({ sendId }) => sendId)
  const events = adopted.map(
    ({ sendId, wamid, previousState, attempts, ...place }): NewEvent => ({
      ...place,
      type: 'message.accepted',
      occurredAt: byId.get(sendId)?.at ?? 0,
      data: {
        sendId,
        wamid,
        attempts,
        by: 'provider',
        ...(previousState === 'leased' ? {} : { from: previousState }),
        ...(byId.get(sendId)?.accepted.providerStatus === undefined
          ? {}
          : { providerStatus: byId.get(sendId)?.accepted.providerStatus }),
      },
    }),
  )
  return [...events, ...(await reactionEvents(client, reactions))]
}

const unknownText = /* sql */ `
with changed as (
  update outbox o set state = 'unknown', error = k.error, settled_at = now(), updated_at = now()
  from unnest($1::uuid[], $2::uuid[], $3::jsonb[]) k(id, lease_id, error)
  where o.id = k.id and o.lease_id = k.lease_id and o.state = 'leased' returning o.*
)
select c.id, c.workspace_id, c.account_id, c.conversation_id, c.message_id, v.contact_id, c.attempts
from changed c join conversations v on v.id = c.conversation_id`

async function markUnknown(client: Queryable, outcomes: readonly Of<'unknown'>[]): Promise<NewEvent[]> {
  if (outcomes.length === 0) return []
  const { rows } = await client.query<ChangedSend>(unknownText, [
    outcomes.map(({ send }) => send.id),
    outcomes.map(({ send }) => send.leaseId),
    outcomes.map(({ error }) => JSON.stringify(error)),
  ])
  const at = outcomes[0]?.at ?? 0
  return rows.map((row) => ({
    ...placeOf(row),
    type: 'message.unknown',
    occurredAt: at,
    data: { sendId: row.id, attempts: row.attempts, reason: 'no-answer' },
  }))
}

// What nobody began was no attempt. `unknown` too: the answer may come after the lease ran out, and it says that nothing was sent.
const againText = /* sql */ `
with changed as (
  update outbox o set state = 'queued', due_at = to_timestamp(k.due_at / 1000), error = k.error, lease_id = null, lease_expires_at = null,
    slot_at = null, settled_at = null, attempts = o.attempts - case when k.begun then 0 else 1 end,
    limited = o.limited + case when k.limited then 1 else 0 end, updated_at = now()
  from unnest($1::uuid[], $2::uuid[], $3::float8[], $4::jsonb[], $5::boolean[], $6::boolean[]) k(id, lease_id, due_at, error, begun, limited)
  where o.id = k.id and o.lease_id = k.lease_id and o.state in ('leased', 'unknown') returning o.*
)
select c.id, c.workspace_id, c.account_id, c.conversation_id, c.message_id, v.contact_id, c.attempts
from changed c join conversations v on v.id = c.conversation_id`

async function putBack(client: Queryable, outcomes: readonly Of<'again'>[]): Promise<NewEvent[]> {
  if (outcomes.length === 0) return []
  const { rows } = await client.query<ChangedSend>(againText, [
    outcomes.map(({ send }) => send.id),
    outcomes.map(({ send }) => send.leaseId),
    outcomes.map(({ dueAt }) => dueAt),
    outcomes.map(({ error }) => error && JSON.stringify(error)),
    outcomes.map(({ begun }) => begun),
    outcomes.map(({ limits }) => limits !== undefined),
  ])
  const byId = new Map(outcomes.map((outcome) => [outcome.send.id, outcome]))
  return rows.map((row) => {
    const outcome = byId.get(row.id)
    return {
      ...placeOf(row),
      type: 'message.queued',
      occurredAt: outcome?.at ?? 0,
      data: {
        sendId: row.id,
        attempts: row.attempts,
        again: true,
        dueAt: new Date(outcome?.dueAt ?? 0).toISOString(),
        ...(outcome?.error ? { code: outcome.error.code, providerCode: outcome.error.providerCode } : {}),
      },
    }
  })
}
