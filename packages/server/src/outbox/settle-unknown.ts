import type { WorkspaceId } from '@switchboard/contract'
import { appendEvents } from '../events/append.ts'
import type { Queryable } from '../store/database.ts'
import { type ChangedSend, placeOf } from './fail-sends.ts'
import { SendRefusal } from './send-refusal.ts'

export interface UnknownVerdict {
  readonly workspaceId: WorkspaceId
  readonly sendId: string
  /** Who says so, in words for the history. */
  readonly by: string
  /**
   * `sent`: it arrived (the customer's phone shows it); it keeps its own name until a receipt tells the provider's.
   * `not-sent`: it did not, and is sent again. `give-up`: it did not, and is not wanted any more.
   */
  readonly verdict: 'sent' | 'not-sent' | 'give-up'
}

const next = { sent: 'accepted', 'not-sent': 'queued', 'give-up': 'failed' } as const
const eventTypes = { sent: 'message.accepted', 'not-sent': 'message.queued', 'give-up': 'message.failed' } as const

// The lease is forgotten, so that an answer that still comes can only say that it was accepted.
const text = /* sql */ `
with changed as (
  update outbox o set state = $3, settled_at = case when $3 = 'queued' then null else now() end, settled_by = $4, due_at = now(),
    lease_id = null, lease_expires_at = null, slot_at = null, updated_at = now(),
    error = case when $3 = 'failed' then o.error end
  where o.workspace_id = $1 and o.id = $2 and o.state = 'unknown' returning o.*
)
select c.id, c.workspace_id, c.account_id, c.conversation_id, c.message_id, v.contact_id, c.attempts
from changed c join conversations v on v.id = c.conversation_id`

/**
 * A person says what became of a send whose answer was lost. The one way in which something that may have left is sent again.
 * @throws {SendRefusal} send-not-found, send-not-unknown
 */
export async function settleUnknown(
  tx: Queryable,
  { workspaceId, sendId, by, verdict }: UnknownVerdict,
): Promise<void> {
  const { rows } = await tx.query<ChangedSend>(text, [workspaceId, sendId, next[verdict], by])
  const [row] = rows
  if (row) {
    const data = { sendId, attempts: row.attempts, by, from: 'unknown', verdict }
    await appendEvents(tx, [{ ...placeOf(row), type: eventTypes[verdict], occurredAt: Date.now(), data }])
    return
  }
  const { rows: found } = await tx.query<{ state: string }>(
    `select state from outbox where workspace_id = $1 and id = $2`,
    [workspaceId, sendId],
  )
  throw found[0]
    ? new SendRefusal(
        'send-not-unknown',
        `The message is "${found[0].state}"; only of an unknown one a person can say what became of it.`,
      )
    : new SendRefusal('send-not-found', 'The workspace has no such message to send.')
}
