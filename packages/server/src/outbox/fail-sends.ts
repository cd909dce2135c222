import type { NewEvent } from '../events/append.ts'
import type { Queryable } from '../store/database.ts'

export interface SendError {
  /** Ours (a refusal's code, `gave-up`, `provider`), stable. */
  readonly code: string
  readonly providerCode?: number | string | undefined
  /** For the person who reads it. */
  readonly sentence: string
  readonly remedy?: string | undefined
}

export interface FailedSend {
  readonly id: string
  readonly error: SendError
}

export interface ChangedSend {
  readonly id: string
  readonly workspace_id: string
  readonly account_id: string
  readonly conversation_id: string
  readonly message_id: string | null
  readonly contact_id: string | null
  readonly attempts: number
}

// The failure stands beside the provider's own receipts, so that a later "delivered" moves the message on from it.
const text = /* sql */ `
with changed as (
  update outbox o set state = 'failed', error = k.error, settled_at = now(), settled_by = $4, lease_id = null,
    lease_expires_at = null, updated_at = now()
  from unnest($1::uuid[], $2::jsonb[], $5::uuid[]) k(id, error, lease_id)
  where o.id = k.id and o.state = any ($3::text[]) and (k.lease_id is null or o.lease_id = k.lease_id)
  returning o.*
), receipts as (
  insert into statuses (message_id, status, workspace_id, at, fingerprint, errors)
  select message_id, 'failed', workspace_id, $6, 'api:' || attempts, jsonb_build_array(jsonb_strip_nulls(jsonb_build_object(
    'code', coalesce(error->'providerCode', error->'code'), 'title', error->'sentence', 'details', error->'remedy',
    'sentence', error->'sentence', 'remedy', error->'remedy')))
  from changed where message_id is not null on conflict do nothing
  returning message_id, status, at, errors
), heads as (
  update messages m set status = r.status, status_rank = 2, status_at = r.at, errors = r.errors, updated_at = now()
  from receipts r where m.id = r.message_id and m.status_rank < 2
)
select c.id, c.workspace_id, c.account_id, c.conversation_id, c.message_id, v.contact_id, c.attempts
from changed c join conversations v on v.id = c.conversation_id`

/**
 * These will not be sent. @param from which states they may be in; others are left alone.
 * @returns the events to append.
 */
export async function failSends(
  client: Queryable,
  sends: readonly (FailedSend & { readonly leaseId?: string })[],
  { from, now, by }: { readonly from: 'queued' | 'leased'; readonly now: number; readonly by: string },
): Promise<NewEvent[]> {
  if (sends.length === 0) return []
  const sorted = sends.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const { rows } = await client.query<ChangedSend>({
    name: 'fail sends',
    text,
    values: [
      sorted.map(({ id }) => id),
      sorted.map(({ error }) => JSON.stringify(error)),
      // An answer may come after the lease ran out.
      from === 'leased' ? ['leased', 'unknown'] : [from],
      by,
      sorted.map(({ leaseId }) => leaseId ?? null),
      new Date(now),
    ],
  })
  const errors = new Map(sends.map(({ id, error }) => [id, error]))
  return rows.map((row) => ({
    ...placeOf(row),
    type: 'message.failed',
    occurredAt: now,
    data: {
      sendId: row.id,
      attempts: row.attempts,
      code: errors.get(row.id)?.code,
      providerCode: errors.get(row.id)?.providerCode,
      by,
    },
  }))
}

export function placeOf(row: ChangedSend): Omit<NewEvent, 'type' | 'occurredAt' | 'data'> {
  return {
    workspaceId: row.workspace_id,
    accountId: row.account_id,
    contactId: row.contact_id,
    conversationId: row.conversation_id,
    messageId: row.message_id,
  }
}
