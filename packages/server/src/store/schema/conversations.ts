import type { AccountId, ContactId, ConversationId, SendPolicy, WorkspaceId } from '@switchboard/contract'
import type { Generated } from 'kysely'

export interface ConversationsTable {
  id: ConversationId
  workspace_id: WorkspaceId
  account_id: AccountId
  kind: string
  contact_id: ContactId | null
  group_id: string | null
  subject: string | null
  subject_at: Date | null
  /** only ever grow */
  last_message_at: Date | null
  last_inbound_at: Date | null
  merged_into: ConversationId | null
  policy: SendPolicy | null
  created_at: Generated<Date>
  updated_at: Generated<Date>
}
