import type { AccountId, ContactId, ConversationId, MessageId, WorkspaceId } from '@switchboard/contract'
import type { Generated, GeneratedAlways } from 'kysely'
import type { JsonColumn, NullableJsonColumn } from './json-column.ts'

export interface MessagesTable {
  id: MessageId
  workspace_id: WorkspaceId
  account_id: AccountId
  conversation_id: ConversationId
  /** the customer: author of an inbound message, counterpart of an outbound one; null for our own in a group */
  contact_id: ContactId | null
  wamid: string
  direction: string
  type: string
  /** as first sent; a later edit stands in edited_content */
  content: JsonColumn
  context: NullableJsonColumn
  quoted_wamid: string | null
  /** what a person reads of the current content: text, caption, filename, title …; null where there is none */
  text: string | null
  /** text and everything else that can be searched, normalised by search/normalise-text.ts */
  search_text: string | null
  search_vector: GeneratedAlways<string | null>
  sent_at: Date
  /** which reading the content came from: see sourceRanks; the higher (source_rank, fingerprint) wins */
  source: string
  source_rank: number
  fingerprint: string
  /** head of the receipts; statuses keeps the history */
  status: string | null
  status_rank: Generated<number>
  status_at: Date | null
  errors: NullableJsonColumn
  edited_content: NullableJsonColumn
  edited_at: Date | null
  edit_wamid: string | null
  revoked_at: Date | null
  inbox_seq: number | null
  created_at: Generated<Date>
  updated_at: Generated<Date>
}
