import type { ConversationId, SendPolicy, WorkspaceId } from '@switchboard/contract'
import { appendEvents } from '../events/append.ts'
import type { Queryable } from '../store/database.ts'
import { lockWorkspaceShared } from '../store/locks.ts'

export interface ChatPolicyChange {
  readonly workspaceId: WorkspaceId
  readonly conversationId: ConversationId
  /** null: as usual. */
  readonly policy: SendPolicy | null
  /** Who says so, in words for the history. */
  readonly by: string
}

// Where the conversation lives now, after merges.
const text = /* sql */ `
with recursive chain as (
  select id, merged_into from conversations where id = $2 and workspace_id = $1
  union select next.id, next.merged_into from chain join conversations next on next.id = chain.merged_into
), here as (
  select c.id, c.account_id, c.contact_id, c.policy from conversations c join chain using (id) where c.merged_into is null for update of c
), changed as (
  update conversations c set policy = $3, updated_at = now() from here where c.id = here.id and here.policy is distinct from $3
)
select id, account_id, contact_id, policy as former from here`

interface Row {
  readonly id: ConversationId
  readonly account_id: string
  readonly contact_id: string | null
  readonly former: SendPolicy | null
}

/**
 * States what is done with sends in one conversation. `block` also keeps back what is queued there already. Saying it twice is
 * saying it once. @returns the conversation's id now; null: the workspace has none of this id.
 */
export async function setChatPolicy(tx: Queryable, change: ChatPolicyChange): Promise<ConversationId | null> {
  const { workspaceId, conversationId, policy, by } = change
  await lockWorkspaceShared(tx, workspaceId)
  const { rows } = await tx.query<Row>(text, [workspaceId, conversationId, policy])
  const [row] = rows
  if (!row) return null
  if (row.former !== policy) {
    await appendEvents(tx, [
      {
        workspaceId,
        type: 'conversation.changed',
        occurredAt: Date.now(),
        accountId: row.account_id,
        contactId: row.contact_id,
        conversationId: row.id,
        data: { policy, former: row.former, by },
      },
    ])
  }
  return row.id
}
