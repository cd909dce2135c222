import { type ApprovalId, type OutboundContent, rolesWith, type WorkspaceId } from '@switchboard/contract'
import { v7 as uuidv7 } from 'uuid'
import { appendEvents } from '../events/append.ts'
import type { Queryable } from '../store/database.ts'
import { approvalFingerprint, templateTextNow } from './approval-fingerprint.ts'
import { heldSends } from './approve.ts'
import { cancelMany } from './cancel-send.ts'
import { placeOf } from './fail-sends.ts'
import type { SendRules } from './send-request.ts'

const most = 100
/** An approval is known by it: what somebody let go nevertheless is not held again. */
const why = 'Who asked for it may send no more.'
const dayMilliseconds = 86_400_000

/** `by`: a column that holds who asked. Whether this is a member of `$1`'s workspaces who may send no more. */
const endedMember = (table: string) => /* sql */ `
  ${table}.requested_by->>'kind' = 'member' and ($1::uuid is null or ${table}.workspace_id = $1)
  and not exists (select from members m
    where m.workspace_id = ${table}.workspace_id and m.user_id = ${table}.requested_by->>'id' and m.role = any ($2))`

// The first parts of texts, which stand for all. What a broadcast queued is cancelled: nobody decides about each of hundreds.
const text = /* sql */ `
select o.id, o.workspace_id, o.requested_by, o.send_at, exists (
  select from broadcasts b join broadcast_recipients r on r.broadcast_id = b.id and r.waiting
  where b.workspace_id = o.workspace_id and b.state in ('running', 'paused') and r.send_id = o.id) as "ofBroadcast"
from outbox o
where o.state = 'queued' and o.part_of is null and ${endedMember('o')}
  and not exists (select from approvals a where a.outbox_id = o.id and a.state = 'approved' and a.reason like '%' || $3)
order by o.workspace_id, o.id limit ${most} for update of o skip locked`

const tellDeciders = /* sql */ `
update approvals a set reason = a.reason || ' ' || $3
where a.state = 'pending' and a.reason not like '%' || $3 and ${endedMember('a')}`

interface Row {
  readonly id: string
  readonly workspace_id: WorkspaceId
  readonly requested_by: unknown
  readonly send_at: Date | null
  readonly ofBroadcast: boolean
}

/**
 * What members queued who were removed since, or whose role may not send, leaves on nobody's word: it waits for a person, until the
 * time at which it was to leave and at least as long as every approval. Those who decide about what waited already are told.
 * @param tx of the system: who is a member of what is seen by no route
 * @param workspaceId null: of every workspace
 * @returns how many are done with; call again while it is above 0
 */
export async function holdOfFormerMembers(
  tx: Queryable,
  rules: SendRules,
  workspaceId: WorkspaceId | null = null,
): Promise<number> {
  const values = [workspaceId, rolesWith('messages:send'), why]
  await tx.query(tellDeciders, values)
  const { rows } = await tx.query<Row>(text, values)
  for (const row of rows) await holdOrCancel(tx, rules, row)
  return rows.length
}

async function holdOrCancel(tx: Queryable, rules: SendRules, row: Row): Promise<void> {
  const parts = await heldSends(tx, row.id)
  if (row.ofBroadcast || parts.some(({ state }) => state !== 'queued')) {
    await cancelMany(tx, { workspaceId: row.workspace_id, sendIds: [row.id], by: 'system:member-ended' })
    return
  }
  const approvalId = await ask(tx, rules, row, parts)
  const occurredAt = Date.now()
  const data = { approvalId, by: 'system:member-ended' }
  await appendEvents(
    tx,
    parts.map((part) => ({
      ...placeOf(part),
      type: 'message.held' as const,
      occurredAt,
      data: { ...data, sendId: part.id },
    })),
  )
}

async function ask(
  tx: Queryable,
  rules: SendRules,
  { id, workspace_id: workspaceId, requested_by: requestedBy, send_at: sendAt }: Row,
  parts: Awaited<ReturnType<typeof heldSends>>,
): Promise<ApprovalId> {
  const contents: OutboundContent[] = parts.map(({ content }) => content)
  const words = parts[0] ? await templateTextNow(tx, rules, parts[0].account_id, contents[0]) : null
  const approvalId = uuidv7() as ApprovalId // made here
  const expires = Math.max(Date.now() + (rules.approvalMilliseconds ?? dayMilliseconds), sendAt?.getTime() ?? 0)
  await tx.query(`update outbox set state = 'held', updated_at = now() where id = any ($1::uuid[])`, [
    parts.map((part) => part.id),
  ])
  await tx.query(
    `insert into approvals (id, workspace_id, outbox_id, state, fingerprint, reason, requested_by, expires_at)
     values ($1, $2, $3, 'pending', $4, $5, $6, $7)`,
    [
      approvalId,
      workspaceId,
      id,
      approvalFingerprint(parts[0]?.recipient, contents, words),
      why,
      JSON.stringify(requestedBy),
      new Date(expires),
    ],
  )
  return approvalId
}
