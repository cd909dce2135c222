import type {
  AccountId,
  Approval,
  ApprovalId,
  ApprovalState,
  BulkRecipient,
  ConversationId,
  OutboxId,
  WorkspaceId,
} from '@switchboard/contract'
import type { Queryable } from '../database.ts'
import { bulkFingerprint } from '../sends/bulk-fingerprint.ts'

export interface ListApprovals {
  readonly state?: ApprovalState | undefined
  readonly id?: string | undefined
  /** Those before this id: the list goes from new to old. */
  readonly before?: string | undefined
  readonly limit: number
}

interface BulkRow extends BulkRecipient {
  readonly fingerprint: string
  readonly pending: boolean
}

interface Row {
  readonly id: ApprovalId
  readonly outbox_id: OutboxId
  readonly conversation_id: ConversationId
  readonly state: ApprovalState
  readonly reason: string
  readonly recipient: unknown
  readonly contents: unknown[]
  readonly shown: (string | null)[]
  readonly fingerprint: string
  readonly bulk: readonly BulkRow[] | null
  readonly request_reason: string | null
  readonly edited: boolean
  readonly send_at: Date | null
  readonly account_id: AccountId
  readonly contact_name: string | null
  readonly requested_by: unknown
  readonly decided_by: string | null
  readonly decided_at: Date | null
  readonly note: string | null
  readonly expires_at: Date
  readonly created_at: Date
}

// Who was asked about anew, after a change, is named once.
const bulk = /* sql */ `
select jsonb_agg(jsonb_build_object('approvalId', b.id, 'sendId', b.outbox_id, 'conversationId', bo.conversation_id,
  'contactName', coalesce(bc.address_book_name, bc.profile_name, bv.subject), 'recipient', bo.recipient,
  'contents', jsonb_build_array(bo.content), 'shown', jsonb_build_array(bm.text), 'state', bo.state,
  'fingerprint', b.fingerprint, 'pending', b.state = 'pending' and b.expires_at > now()) order by b.id)
from approvals b join outbox bo on bo.id = b.outbox_id join conversations bv on bv.id = bo.conversation_id
left join contacts bc on bc.id = bv.contact_id left join messages bm on bm.id = bo.message_id
where b.bulk_id = a.bulk_id and not exists (select from approvals newer where newer.outbox_id = b.outbox_id and newer.id > b.id)`

const precedence = (alias: string): string =>
  `case ${alias}.state when 'pending' then 0 when 'approved' then 1 else 2 end`

// Many are listed as the first of them that waits, or went.
const text = /* sql */ `
select coalesce(a.bulk_id, a.id) as id, case when a.bulk_id is not null then (${bulk}) end as bulk, a.outbox_id, o.conversation_id, a.state, a.reason, o.recipient, a.fingerprint, a.requested_by, a.decided_by,
  a.request_reason, a.edited, o.send_at, o.account_id, coalesce(c.address_book_name, c.profile_name, v.subject) as contact_name,
  a.decided_at, a.note, a.expires_at, a.created_at,
  (select jsonb_agg(p.content order by p.part) from outbox p where p.id = o.id or p.part_of = o.id) as contents,
  (select jsonb_agg(m.text order by p.part) from outbox p left join messages m on m.id = p.message_id
    where p.id = o.id or p.part_of = o.id) as shown
from approvals a join outbox o on o.id = a.outbox_id join conversations v on v.id = o.conversation_id
left join contacts c on c.id = v.contact_id
where a.workspace_id = $1 and ($2::text is null or a.state = $2) and ($3::uuid is null or a.id = $3 or a.bulk_id = $3)
  and ($4::uuid is null or coalesce(a.bulk_id, a.id) < $4)
  and (a.bulk_id is null or not exists (select from approvals other where other.bulk_id = a.bulk_id
    and (${precedence('other')}, other.id) < (${precedence('a')}, a.id)))
order by coalesce(a.bulk_id, a.id) desc limit $5`

/** Approvals from new to old, with exactly what is to be sent. */
export async function listApprovals(db: Queryable, workspaceId: WorkspaceId, args: ListApprovals): Promise<Approval[]> {
  const values = [workspaceId, args.state ?? null, args.id ?? null, args.before ?? null, args.limit]
  const { rows } = await db.query<Row>(text, values)
  return rows.map((row) => ({
    id: row.id,
    sendId: row.outbox_id,
    conversationId: row.conversation_id,
    state: row.state,
    reason: row.reason,
    recipient: row.recipient,
    contents: row.contents,
    shown: row.shown,
    ...bulkOf(row),
    requestReason: row.request_reason,
    edited: row.edited,
    sendAt: row.send_at?.toISOString() ?? null,
    accountId: row.account_id,
    contactName: row.contact_name,
    requestedBy: row.requested_by,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at?.toISOString() ?? null,
    note: row.note,
    expiresAt: row.expires_at.toISOString(),
    createdAt: row.created_at.toISOString(),
  }))
}

function bulkOf({ bulk: members, fingerprint }: Row): Pick<Approval, 'bulk' | 'fingerprint'> {
  if (members === null) return { bulk: null, fingerprint }
  const waiting = members.filter(({ pending }) => pending)
  const named = waiting.map(({ approvalId, fingerprint: of }) => ({ id: approvalId, fingerprint: of }))
  return {
    bulk: members.map(({ fingerprint: _, pending: __, ...recipient }) => recipient),
    fingerprint: waiting.length === 0 ? fingerprint : bulkFingerprint(named),
  }
}
