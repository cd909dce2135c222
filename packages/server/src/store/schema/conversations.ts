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
  assignee_id: string | null
  /** holds until `snoozed_until`, or until the customer writes after `status_inbound_at`: see queries/conversation-status.ts */
  set_status: 'snoozed' | 'resolved' | null
  snoozed_until: Date | null
  status_inbound_at: Date | null
  created_at: Generated<Date>
  updated_at: Generated<Date>
}
