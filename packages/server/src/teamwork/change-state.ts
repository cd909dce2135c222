import type {
  Actor,
  Assignee,
  ConversationChange,
  ConversationId,
  ConversationStatus,
  Label,
  LabelId,
  WorkspaceId,
} from '@switchboard/contract'
import { v7 as uuidv7 } from 'uuid'
import { appendEvents } from '../events/append.ts'
import { Refusal } from '../refusal.ts'
import type { Queryable } from '../store/database.ts'
import { lockWorkspaceShared } from '../store/locks.ts'
import { type LivingConversation, lockConversation } from './living-conversation.ts'

export interface StateChange {
  readonly workspaceId: WorkspaceId
  readonly conversationId: string
  readonly by: Actor
  readonly status?: ConversationStatus | undefined
  /** With `snoozed`. */
  readonly snoozedUntil?: Date | undefined
  /** null: nobody. */
  readonly assignee?: Assignee | null | undefined
  readonly addLabelIds?: readonly LabelId[] | undefined
  readonly removeLabelIds?: readonly LabelId[] | undefined
}

type Step = ConversationChange['change']

/**
 * Says what is to become of a conversation: status, who answers, labels, all of it or nothing. Saying it twice is saying it once.
 * What changed is in the history and in one event.
 *
 * @returns the conversation's id now; null: the workspace has none of this id.
 * @throws {Refusal} invalid-request where a label does not exist
 */
export async function changeState(tx: Queryable, change: StateChange): Promise<ConversationId | null> {
  const { workspaceId, by } = change
  await lockWorkspaceShared(tx, workspaceId)
  const present = await lockConversation(tx, workspaceId, change.conversationId)
  if (!present) return null
  const steps = [
    ...(await setStatus(tx, present, change)),
    ...(await setAssignee(tx, present, change)),
    ...(await addLabels(tx, present, change)),
    ...(await removeLabels(tx, present, change)),
  ]
  if (steps.length === 0) return present.id
  await tx.query(
    `insert into conversation_changes (id, workspace_id, conversation_id, by_kind, by_id, by_name, change)
     select id, $2, $3, $4, $5, $6, change from unnest($1::uuid[], $7::jsonb[]) step (id, change)`,
    [
      ...[steps.map(() => uuidv7()), workspaceId, present.id],
      ...[by.kind, by.id, by.name, steps.map((step) => JSON.stringify(step))],
    ],
  )
  const about = { accountId: present.account_id, contactId: present.contact_id, conversationId: present.id }
  const data = { changes: steps.map(briefly), by: `${by.kind}:${by.name}` }
  await appendEvents(tx, [{ workspaceId, type: 'conversation.updated', occurredAt: Date.now(), ...about, data }])
  return present.id
}

/** As an event tells it: ids, for names may change and go. */
function briefly(step: Step): object {
  if (step.kind === 'status') return step
  if (step.kind === 'assignee') return { kind: step.kind, assigneeId: step.assignee?.id ?? null }
  return { kind: step.kind, added: step.added, labelId: step.label.id }
}

async function setStatus(
  tx: Queryable,
  present: LivingConversation,
  { status, snoozedUntil }: StateChange,
): Promise<Step[]> {
  if (status === undefined) return []
  const until = status === 'snoozed' ? (snoozedUntil ?? null) : null
  const before = present.status === 'snoozed' ? present.snoozed_until : null
  if (status === present.status && until?.getTime() === before?.getTime()) return []
  await tx.query(
    `update conversations set set_status = $2, snoozed_until = $3,
       status_inbound_at = case when $2::text is not null then last_inbound_at end, updated_at = now() where id = $1`,
    [present.id, status === 'open' ? null : status, until],
  )
  return [{ kind: 'status', status, snoozedUntil: until?.toISOString() ?? null }]
}

async function setAssignee(tx: Queryable, present: LivingConversation, { assignee }: StateChange): Promise<Step[]> {
  if (assignee === undefined || (assignee?.id ?? null) === present.assignee_id) return []
  await tx.query(`update conversations set assignee_id = $2, updated_at = now() where id = $1`, [
    present.id,
    assignee?.id ?? null,
  ])
  return [{ kind: 'assignee', assignee }]
}

async function addLabels(
  tx: Queryable,
  present: LivingConversation,
  { workspaceId, addLabelIds = [] }: StateChange,
): Promise<Step[]> {
  if (addLabelIds.length === 0) return []
  const { rows: known } = await tx.query<Label>(
    `select id, name, colour from labels where workspace_id = $1 and id = any ($2::uuid[]) for key share`,
    [workspaceId, addLabelIds],
  )
  const unknown = addLabelIds.find((id) => !known.some((label) => label.id === id))
  if (unknown !== undefined)
    throw new Refusal('invalid-request', {
      detail: 'One of the labels does not exist; GET /v1/labels lists those that do.',
      errors: [{ path: 'addLabelIds', message: `There is no label ${unknown}.` }],
    })
  const { rows } = await tx.query<{ label_id: LabelId }>(
    `insert into conversation_labels (conversation_id, label_id, workspace_id)
     select $1, id, $2 from unnest($3::uuid[]) id on conflict do nothing returning label_id`,
    [present.id, workspaceId, [...new Set(addLabelIds)]],
  )
  return known
    .filter(({ id }) => rows.some((row) => row.label_id === id))
    .map((label) => ({ kind: 'label', added: true, label }))
}

async function removeLabels(
  tx: Queryable,
  present: LivingConversation,
  { removeLabelIds = [] }: StateChange,
): Promise<Step[]> {
  if (removeLabelIds.length === 0) return []
  const { rows } = await tx.query<Label>(
    `delete from conversation_labels x using labels l
     where x.conversation_id = $1 and x.label_id = any ($2::uuid[]) and l.id = x.label_id
     returning l.id, l.name, l.colour`,
    [present.id, removeLabelIds],
  )
  return rows.map((label) => ({ kind: 'label', added: false, label }))
}
