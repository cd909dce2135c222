import type { ApprovalId } from '@switchboard/contract'
import { v7 as uuidv7 } from 'uuid'
import type { NewEvent } from '../events/append.ts'
import type { Queryable } from '../store/database.ts'
import { approvalFingerprint } from './approval-fingerprint.ts'
import { placeOf } from './fail-sends.ts'
import { templateOf } from './gather-facts.ts'
import type { CandidateRow } from './lease-rows.ts'
import type { SendRules } from './send-request.ts'
import { templateTextOf } from './template-text.ts'
import { writeContent } from './write-content.ts'

export interface HeldAgain {
  readonly ids: ReadonlySet<string>
  readonly events: readonly NewEvent[]
}

/**
 * A yes is to words, and a template's can change between the yes and the moment at which the message leaves, which may be weeks
 * later. Such a message waits again, and a person is asked anew with the text as it is now. Called under the lease's lock, with what
 * would leave next; few of it are templates that a person approved.
 */
export async function holdChangedTemplates(
  tx: Queryable,
  rules: SendRules,
  candidates: readonly CandidateRow[],
): Promise<HeldAgain> {
  const rows = candidates.filter(({ content }) => content.type === 'template')
  const events: NewEvent[] = []
  if (rows.length === 0) return { ids: new Set(), events }
  const found = await tx.query<{ id: ApprovalId; outbox_id: string; fingerprint: string }>({
    name: 'approvals of templates',
    text: `select distinct on (outbox_id) id, outbox_id, fingerprint from approvals
      where outbox_id = any ($1::uuid[]) and state = 'approved' order by outbox_id, id desc`,
    values: [rows.map(({ id }) => id)],
  })
  for (const former of found.rows) {
    const row = rows.find(({ id }) => id === former.outbox_id)
    const approvalId = row && (await askAgain(tx, rules, row, former))
    if (!approvalId) continue
    const data = { sendId: row.id, approvalId, formerApprovalId: former.id, changed: true, by: 'system' }
    events.push({ ...placeOf(row), type: 'message.held', occurredAt: Date.now(), data })
  }
  return { ids: new Set(events.map(({ data }) => String(data?.['sendId']))), events }
}

/** @returns the new approval; null: it is what was approved */
async function askAgain(
  tx: Queryable,
  rules: SendRules,
  row: CandidateRow,
  former: { readonly id: ApprovalId; readonly fingerprint: string },
): Promise<ApprovalId | null> {
  const template = await templateOf(tx, rules, row.account_id, row.content)
  const now = approvalFingerprint(row.recipient, [row.content], templateTextOf(template))
  if (now === former.fingerprint) return null
  await writeContent(tx, row.workspace_id, row.id, row.content, template)
  const approvalId = uuidv7() as ApprovalId // made here
  await tx.query(
    `with held as (update outbox set state = 'held', updated_at = now() where id = $4)
     insert into approvals (id, workspace_id, outbox_id, state, fingerprint, reason, request_reason, requested_by, expires_at, bulk_id)
     select $2, workspace_id, outbox_id, 'pending', $3, 'The template was changed after this was approved.', request_reason, requested_by,
       now() + (expires_at - created_at), bulk_id from approvals where id = $1`,
    [former.id, approvalId, now, row.id],
  )
  return approvalId
}
