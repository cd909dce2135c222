import type { AccountId, ContactId, ConversationId, MessageId, WorkspaceId } from '@switchboard/contract'
import type { JsonColumn } from './json-column.ts'

export interface EventsTable {
  seq: number
  recorded_at: Date
  workspace_id: WorkspaceId
  type: string
  occurred_at: Date
  account_id: AccountId | null
  contact_id: ContactId | null
  conversation_id: ConversationId | null
  message_id: MessageId | null
  /** no message text here: readers join it, so that erasure has one place to look */
  data: JsonColumn
}
