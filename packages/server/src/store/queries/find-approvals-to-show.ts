import type { AccountId, ApprovalId, ApprovalState, ConversationId, OutboxId, WorkspaceId } from '@switchboard/contract'
import type { Queryable } from '../database.ts'

/** An approval with everything that a person has to see before they say yes. */
export interface ApprovalToShow {
  readonly id: ApprovalId
  /** Under which it is decided about together with others. */
  readonly bulkId: ApprovalId | null
  readonly state: ApprovalState
  readonly reason: string
  readonly fingerprint: string
  readonly expiresAt: string
  readonly conversationId: ConversationId
  /** Somebody stated of the conversation or its account that messages wait for approval. */
  readonly stated: boolean
  /** The message, or the parts of a long text in their order. */
  readonly sendIds: readonly OutboxId[]
  readonly recipient: Readonly<Record<string, string>>
  readonly contents: readonly unknown[]
  /** What the person will read of each, as far as it is known: a template with its variables filled in. */
  readonly shown: readonly (string | null)[]
  /** Why, in the words of whoever asked. */
  readonly requestReason: string | null
  readonly sendAt: string | null
  /** Chosen by the other side. */
  readonly contactName: string | null
  readonly groupSubject: string | null
  readonly account: { readonly id: AccountId; readonly name: string | null; readonly phone: string | null }
}

interface Row {
  readonly id: ApprovalId
  readonly bulk_id: ApprovalId | null
  readonly state: ApprovalState
  readonly reason: string
  readonly fingerprint: string
  readonly expires_at: Date
  readonly conversation_id: ConversationId
  readonly stated: boolean
  readonly parts: { readonly id: OutboxId; readonly content: unknown; readonly shown: string | null }[]
  readonly request_reason: string | null
  readonly recipient: Readonly<Record<string, string>>
  readonly send_at: Date | null
  readonly contact_name: string | null
  readonly subject: string | null
  readonly account_id: AccountId
  readonly account_name: string | null
  readonly display_phone_number: string | null
}

const text = /* sql */ `
select a.id, a.bulk_id, a.state, a.reason, a.request_reason, a.fingerprint, a.expires_at, o.conversation_id, o.recipient, o.send_at,
  coalesce(p.custom_name, p.address_book_name, p.profile_name) as contact_name, c.subject, o.account_id, n.name as account_name,
  n.display_phone_number,
  c.policy = 'approve' is true or (n.send_policy = 'approve' and c.policy is distinct from 'allow') is true as stated,
  (select jsonb_agg(jsonb_build_object('id', s.id, 'content', s.content, 'shown', m.text) order by s.part)
    from outbox s left join messages m on m.id = s.message_id where s.id = o.id or s.part_of = o.id) as parts
from approvals a
join outbox o on o.id = a.outbox_id
join conversations c on c.id = o.conversation_id
join accounts n on n.id = o.account_id
left join contacts p on p.id = c.contact_id
where a.workspace_id = $1 and a.id = any ($2::uuid[])
order by array_position($2::uuid[], a.id)`

/** In the order of the ids; unknown ones and other workspaces' are left out. A hundred at most. */
export async function findApprovalsToShow(
  db: Queryable,
  workspaceId: WorkspaceId,
  ids: readonly string[],
): Promise<ApprovalToShow[]> {
  const { rows } = await db.query<Row>(text, [workspaceId, ids.slice(0, 100)])
  return rows.map((row) => ({
    id: row.id,
    bulkId: row.bulk_id,
    state: row.state,
    reason: row.reason,
    fingerprint: row.fingerprint,
    expiresAt: row.expires_at.toISOString(),
    conversationId: row.conversation_id,
    stated: row.stated,
    sendIds: row.parts.map(({ id }) => id),
    recipient: row.recipient,
    contents: row.parts.map(({ content }) => content),
    shown: row.parts.map(({ shown }) => shown),
    requestReason: row.request_reason,
    sendAt: row.send_at?.toISOString() ?? null,
    contactName: row.contact_name,
    groupSubject: row.subject,
    account: { id: row.account_id, name: row.account_name, phone: row.display_phone_number },
  }))
}
