import type { ApprovalId, OutboundContent, WorkspaceId } from '@switchboard/contract'
import { v7 as uuidv7 } from 'uuid'
import { appendEvents } from '../events/append.ts'
import type { Queryable } from '../store/database.ts'
import { approvalFingerprint } from './approval-fingerprint.ts'
import { checkAgain, heldSends, requireChangeable } from './approve.ts'
import { type Caller, callerRecord } from './caller.ts'
import { withdrawn } from './cancel-send.ts'
import { placeOf } from './fail-sends.ts'
import { refuseBlocked, requireOwnSend } from './held-back.ts'
import { SendRefusal } from './send-refusal.ts'
import type { SendRules } from './send-request.ts'
import { templateTextOf } from './template-text.ts'
import { writeContent } from './write-content.ts'

export interface HeldRevision {
  readonly workspaceId: WorkspaceId
  readonly sendId: string
  readonly content: OutboundContent
  readonly by: Caller
  /** Has the scope for approvals: it may change what others send. */
  readonly mayDecide: boolean
}

/**
 * Changes a message that waits for approval (not one in parts, and no reaction). The former approval is over and a new one asked
 * for, in the name of whoever changed it, which waits as long as the former did from its beginning.
 * @throws {SendRefusal} sender-may-not-send, send-not-own, send-not-found, send-not-held, content-not-supported, or what the gate refuses of the new content
 */
export async function reviseHeld(
  tx: Queryable,
  rules: SendRules,
  { workspaceId, sendId, content, by, mayDecide }: HeldRevision,
): Promise<{ readonly approvalId: ApprovalId }> {
  refuseBlocked(by)
  await requireOwnSend(tx, { workspaceId, sendId }, by, mayDecide)
  const former = await endApproval(tx, workspaceId, sendId, `${by.kind}:${by.name}`)
  const held = await heldSends(tx, sendId)
  const [row] = held
  if (!former || !row || row.state !== 'held' || held.length > 1) throw await whyNot(tx, workspaceId, sendId)
  requireChangeable(held, content)
  const { template } = await checkAgain(tx, rules, { workspaceId, caller: by }, { ...row, content })
  await writeContent(tx, workspaceId, sendId, content, template)
  const approvalId = await askAnew(
    tx,
    former,
    approvalFingerprint(row.recipient, [content], templateTextOf(template)),
    by,
  )
  const data = { sendId, approvalId, formerApprovalId: former.id, changed: true, by: `${by.kind}:${by.name}` }
  const occurredAt = Date.now()
  await appendEvents(tx, [
    withdrawn(row, former.id, data.by, occurredAt),
    { ...placeOf(row), type: 'message.held', occurredAt, data },
  ])
  return { approvalId }
}

/** Before the message is locked, as deciding does, so that the two wait in one direction. */
async function endApproval(tx: Queryable, workspaceId: WorkspaceId, sendId: string, by: string) {
  const { rows } = await tx.query<{ id: ApprovalId }>(
    `update approvals set state = 'rejected', decided_at = now(), decided_by = $3, note = 'the message was changed'
     where workspace_id = $1 and outbox_id = $2 and state = 'pending' returning id`,
    [workspaceId, sendId, by],
  )
  return rows[0]
}

async function askAnew(
  tx: Queryable,
  former: { readonly id: ApprovalId },
  fingerprint: string,
  by: Caller,
): Promise<ApprovalId> {
  const approvalId = uuidv7() as ApprovalId // made here
  await tx.query(
    `insert into approvals (id, workspace_id, outbox_id, state, fingerprint, reason, request_reason, requested_by, expires_at, bulk_id)
     select $2, workspace_id, outbox_id, 'pending', $3, reason, request_reason, $4, now() + (expires_at - created_at), bulk_id from approvals where id = $1`,
    [former.id, approvalId, fingerprint, JSON.stringify(callerRecord(by))],
  )
  return approvalId
}

async function whyNot(tx: Queryable, workspaceId: WorkspaceId, sendId: string): Promise<SendRefusal> {
  const { rows } = await tx.query<{ state: string }>(`select state from outbox where workspace_id = $1 and id = $2`, [
    workspaceId,
    sendId,
  ])
  const [send] = rows
  if (!send) return new SendRefusal('send-not-found', 'The workspace has no such message to send.')
  return new SendRefusal(
    'send-not-held',
    send.state === 'held'
      ? 'A text in several parts cannot be changed. Cancel it and send it anew.'
      : `The message is "${send.state}". Only one that waits for approval can be changed.`,
  )
}
