import type { WorkspaceId } from '@switchboard/contract'
import { appendEvents, type NewEvent } from '../events/append.ts'
import type { Queryable } from '../store/database.ts'
import { lockWorkspaceExclusively } from '../store/locks.ts'
import { adoptWamids } from '../store/sends/adopt-wamids.ts'
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
  /** The provider's id, where the person who says `sent` knows it: later receipts then find the message by it too. */
  readonly wamid?: string | undefined
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
 * @throws {SendRefusal} send-not-found, send-not-unknown, wamid-taken
 */
export async function settleUnknown(tx: Queryable, verdict: UnknownVerdict): Promise<void> {
  if (verdict.wamid === undefined) return settleByWord(tx, verdict)
  await lockWorkspaceExclusively(tx, verdict.workspaceId)
  return settleByName(tx, { ...verdict, wamid: verdict.wamid })
}

async function settleByName(tx: Queryable, verdict: UnknownVerdict & { readonly wamid: string }): Promise<void> {
  const { workspaceId, sendId, by, wamid } = verdict
  const { rows } = await tx.query<{ account_id: string; taken: boolean }>(
    `select o.account_id, exists (select from outbox other where other.account_id = o.account_id and other.wamid = $3 and other.id <> o.id)
       or exists (select from messages m where m.account_id = o.account_id and m.wamid = $3 and m.source_rank > 0) as taken
     from outbox o where o.workspace_id = $1 and o.id = $2 and o.state = 'unknown' for update of o`,
    [workspaceId, sendId, wamid],
  )
  const [row] = rows
  if (!row) throw await whyNot(tx, verdict)
  if (row.taken) throw new SendRefusal('wamid-taken', `Another message of the account has the provider's id ${wamid}.`)
  const at = Date.now()
  const adopted = await adoptWamids(tx, [{ sendId, accountId: row.account_id, wamid, at }], { exclusive: true, by })
  const events = adopted.map(({ previousState, attempts, sendId: id, wamid: name, ...place }): NewEvent => {
    const data = { sendId: id, wamid: name, attempts, by, from: previousState, verdict: 'sent' }
    return { ...place, type: 'message.accepted', occurredAt: at, data }
  })
  await appendEvents(tx, events)
}

async function settleByWord(tx: Queryable, asked: UnknownVerdict): Promise<void> {
  const { workspaceId, sendId, by, verdict } = asked
  const { rows } = await tx.query<ChangedSend>(text, [workspaceId, sendId, next[verdict], by])
  const [row] = rows
  if (row) {
    const data = { sendId, attempts: row.attempts, by, from: 'unknown', verdict }
    await appendEvents(tx, [{ ...placeOf(row), type: eventTypes[verdict], occurredAt: Date.now(), data }])
    return
  }
  throw await whyNot(tx, asked)
}

async function whyNot(tx: Queryable, { workspaceId, sendId }: UnknownVerdict): Promise<SendRefusal> {
  const { rows: found } = await tx.query<{ state: string }>(
    `select state from outbox where workspace_id = $1 and id = $2`,
    [workspaceId, sendId],
  )
  return found[0]
    ? new SendRefusal(
        'send-not-unknown',
        `The message is "${found[0].state}"; only of an unknown one a person can say what became of it.`,
      )
    : new SendRefusal('send-not-found', 'The workspace has no such message to send.')
}
