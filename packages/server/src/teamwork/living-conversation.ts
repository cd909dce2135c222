import type { AccountId, ContactId, ConversationId, ConversationStatus, WorkspaceId } from '@switchboard/contract'
import type { Queryable } from '../store/database.ts'

export interface LivingConversation {
  readonly id: ConversationId
  readonly account_id: AccountId
  readonly contact_id: ContactId | null
  readonly assignee_id: string | null
  readonly status: ConversationStatus
  readonly snoozed_until: Date | null
}

// As queries/conversation-status.ts has it.
const text = /* sql */ `
with recursive chain as (
  select id, merged_into from conversations where id = $2 and workspace_id = $1
  union select next.id, next.merged_into from chain join conversations next on next.id = chain.merged_into
)
select c.id, c.account_id, c.contact_id, c.assignee_id, c.snoozed_until, case
    when c.set_status is null or c.last_inbound_at > coalesce(c.status_inbound_at, '-infinity') then 'open'
    when c.snoozed_until <= now() then 'open' else c.set_status end as status
from conversations c join chain using (id) where c.merged_into is null for update of c`

/** The conversation, where it lives now after merges, locked until the transaction ends; null: the workspace has none of this id. */
export async function lockConversation(
  tx: Queryable,
  workspaceId: WorkspaceId,
  id: string,
): Promise<LivingConversation | null> {
  const { rows } = await tx.query<LivingConversation>(text, [workspaceId, id])
  return rows[0] ?? null
}
