import type { AccountId, ContactId, ConversationId, WorkspaceId } from '@switchboard/contract'
import type { Generated } from 'kysely'
import type { NullableJsonColumn } from './json-column.ts'

export interface RevisionsTable {
  account_id: AccountId
  wamid: string
  target_wamid: string
  workspace_id: WorkspaceId
  conversation_id: ConversationId
  contact_id: ContactId | null
  revision: string
  content: NullableJsonColumn
  at: Date
  /** of two readings of one wamid the higher (at, fingerprint) wins */
  fingerprint: Generated<string>
  inbox_seq: number | null
}
