import type { OutboundContent, WorkspaceId } from '@switchboard/contract'
import { appendEvents } from '../events/append.ts'
import type { Queryable } from '../store/database.ts'
import { decideNow, heldSends, requireChangeable } from './approve.ts'
import type { Caller } from './caller.ts'
import { placeOf } from './fail-sends.ts'
import { refuseBlocked, requireOwnSend } from './held-back.ts'
import { refuseImpossibleTime } from './schedule.ts'
import { SendRefusal } from './send-refusal.ts'
import type { SendRules } from './send-request.ts'
import { writeContent } from './write-content.ts'

export interface ScheduleRevision {
  readonly workspaceId: WorkspaceId
  readonly sendId: string
  /** Absent: as it is. */
  readonly content?: OutboundContent | undefined
  /** Milliseconds since 1970; null: now; absent: as it is. */
  readonly sendAt?: number | null | undefined
  readonly by: Caller
  /** Has the scope for approvals: it may change what others send. */
  readonly mayDecide: boolean
}

/**
 * Changes what was scheduled, as long as its time has not come. The gate is asked about it as if it were new; where it would wait for a
 * yes it is not changed, since a yes may have been given to what it is.
 * @throws {SendRefusal} sender-may-not-send, send-not-own, send-not-found, send-not-scheduled, schedule-past, schedule-too-far, content-not-supported, or
 * what the gate refuses
 */
export async function reviseScheduled(tx: Queryable, rules: SendRules, revision: ScheduleRevision): Promise<void> {
  const { workspaceId, sendId, content, by, mayDecide } = revision
  refuseBlocked(by)
  await requireOwnSend(tx, { workspaceId, sendId }, by, mayDecide)
  const now = (rules.now ?? Date.now)()
  refuseImpossibleTime(revision.sendAt, now)
  const rows = (await heldSends(tx, sendId)).filter((row) => row.workspace_id === workspaceId)
  const [first] = rows
  if (!first) throw new SendRefusal('send-not-found', 'The workspace has no such message to send.')
  if (first.state !== 'queued' || first.send_at === null || first.send_at.getTime() <= now)
    throw new SendRefusal('send-not-scheduled', whyNot(first.state))
  if (content !== undefined) requireChangeable(rows, content)
  const sendAt =
    revision.sendAt === undefined ? first.send_at : revision.sendAt === null ? null : new Date(revision.sendAt)
  const row = { ...first, content: content ?? first.content, send_at: sendAt }
  const { decision, facts } = await decideNow(tx, rules, { workspaceId, caller: by }, row)
  if (decision.outcome === 'refuse') throw new SendRefusal(decision.code, decision.reason, decision.alternative)
  if (decision.outcome === 'approve')
    throw new SendRefusal(
      'send-not-scheduled',
      `${decision.reason} What was approved is not changed: cancel it and schedule it anew, which asks again.`,
    )
  if (content !== undefined) await writeContent(tx, workspaceId, sendId, content, facts.template)
  await tx.query(
    `update outbox set send_at = $2, due_at = greatest(coalesce($2, now()), now()), updated_at = now() where id = any ($1::uuid[])`,
    [rows.map(({ id }) => id), sendAt],
  )
  const data = { changed: true, sendAt: sendAt?.toISOString() ?? null, by: `${by.kind}:${by.name}` }
  const changed = rows.map((each) => ({
    ...placeOf(each),
    type: 'message.queued' as const,
    occurredAt: now,
    data: { sendId: each.id, ...data },
  }))
  await appendEvents(tx, changed)
}

function whyNot(state: string): string {
  switch (state) {
    case 'held':
      return 'The message waits for approval. Change it there, or cancel it.'
    case 'queued':
      return 'The message is not scheduled: it leaves as soon as it can.'
    default:
      return `The message is "${state}". Only one whose time has not come can be changed.`
  }
}
