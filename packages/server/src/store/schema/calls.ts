import type { AccountId, CallId, ContactId, ConversationId, WorkspaceId } from '@switchboard/contract'
import type { Generated } from 'kysely'
import type { NullableJsonColumn } from './json-column.ts'

export interface CallsTable {
  id: CallId
  workspace_id: WorkspaceId
  account_id: AccountId
  conversation_id: ConversationId | null
  contact_id: ContactId | null
  provider_call_id: string
  direction: string | null
  /** head of call_events */
  state: string
  state_rank: number
  outcome: string | null
  started_at: Date | null
  ended_at: Date | null
  duration_seconds: number | null
  first_event_at: Date
  last_event_at: Date
  errors: NullableJsonColumn
  callback_data: string | null
  created_at: Generated<Date>
  updated_at: Generated<Date>
}
