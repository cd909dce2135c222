import type { SendState, WorkspaceId } from '@switchboard/contract'
import { appendEvents, type NewEvent } from '../events/append.ts'
import type { Queryable } from '../store/database.ts'
import { type ChangedSend, placeOf } from './fail-sends.ts'
import { SendRefusal } from './send-refusal.ts'

export interface CancelRequest {
  readonly workspaceId: WorkspaceId
  readonly sendId: string
  /** Who cancels, in words for the history. */
  readonly by: string
}

// All parts of a text that was split, as far as they have not left.
const text = /* sql */ `
with changed as (
  update outbox o set state = 'cancelled', settled_at = now(), settled_by = $3, updated_at = now()
  where o.workspace_id = $1 and o.state in ('queued', 'held')
    and (o.id = any ($2::uuid[]) or o.part_of in (select coalesce(part_of, id) from outbox where id = any ($2::uuid[])))
  returning o.*
), withdrawn as (
  update approvals a set state = 'rejected', decided_by = $3, decided_at = now(), note = 'the message was cancelled'
  from changed where a.outbox_id = changed.id and a.state = 'pending' returning a.id, a.outbox_id
)
select c.id, c.workspace_id, c.account_id, c.conversation_id, c.message_id, v.contact_id, c.attempts, w.id as approval_id
from changed c join conversations v on v.id = c.conversation_id left join withdrawn w on w.outbox_id = c.id order by c.id`

interface CancelledSend extends ChangedSend {
  /** Of the approval that it waited for. */
  readonly approval_id: string | null
}

/**
 * Takes back what has not left. Cancelling twice is cancelling once.
 * @throws {SendRefusal} send-not-found; cancel-too-late when it left or may have left.
 */
export async function cancelSend(tx: Queryable, { workspaceId, sendId, by }: CancelRequest): Promise<void> {
  if ((await cancelMany(tx, { workspaceId, sendIds: [sendId], by })).length > 0) return
  const state = await stateOf(tx, workspaceId, sendId)
  if (state === 'cancelled') return
  throw state === null
    ? new SendRefusal('send-not-found', 'The workspace has no such message to send.')
    : new SendRefusal('cancel-too-late', `The message is "${state}": ${reasons[state]}`)
}

/** Takes back those that have not left and lets the others go. @returns which were taken back, with the other parts of their texts. */
export async function cancelMany(
  tx: Queryable,
  { workspaceId, sendIds, by }: Omit<CancelRequest, 'sendId'> & { readonly sendIds: readonly string[] },
): Promise<string[]> {
  const { rows } = await tx.query<CancelledSend>(text, [workspaceId, sendIds, by])
  const occurredAt = Date.now()
  const events = rows.flatMap((row): NewEvent[] => {
    const { id: sendId, approval_id: approvalId } = row
    const cancelled: NewEvent = { ...placeOf(row), type: 'message.cancelled', occurredAt, data: { sendId, by } }
    return approvalId === null ? [cancelled] : [withdrawn(row, approvalId, by, occurredAt), cancelled]
  })
  await appendEvents(tx, events)
  return rows.map(({ id }) => id)
}

/** An approval that is over because its message was cancelled or changed. */
export function withdrawn(row: ChangedSend, approvalId: string, by: string, occurredAt: number): NewEvent {
  const data = { approvalId, sendId: row.id, state: 'rejected', by }
  return { ...placeOf(row), type: 'approval.decided', occurredAt, data }
}

const reasons: Readonly<Record<SendState, string>> = {
  held: 'it can be cancelled.',
  queued: 'it can be cancelled.',
  cancelled: 'it was cancelled.',
  leased: 'it is on its way.',
  accepted: 'the provider has it.',
  failed: 'it was not sent.',
  unknown: 'it may have been sent. Say what became of it instead.',
}

async function stateOf(tx: Queryable, workspaceId: string, sendId: string): Promise<SendState | null> {
  const { rows } = await tx.query<{ state: SendState }>(
    `select state from outbox where workspace_id = $1 and id = $2`,
    [workspaceId, sendId],
  )
  return rows[0]?.state ?? null
}
