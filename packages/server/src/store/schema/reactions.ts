import type { AccountId, ContactId, ConversationId, WorkspaceId } from '@switchboard/contract'
import type { Generated } from 'kysely'

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
  /** of two readings of one wamid the higher (at, fingerprint) wins */
  fingerprint: Generated<string>
  inbox_seq: number | null
}
