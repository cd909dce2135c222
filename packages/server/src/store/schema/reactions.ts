import type { AccountId, ContactId, ConversationId, WorkspaceId } from '@switchboard/contract'

export interface ReactionsTable {
  account_id: AccountId
  wamid: string
  target_wamid: string
  workspace_id: WorkspaceId
  conversation_id: ConversationId
  contact_id: ContactId | null
  direction: string
  /** null: taken back. The latest by (at, wamid) of one person on one message counts */
  emoji: string | null
  at: Date
  inbox_seq: number | null
}
