import type { AccountId, ConversationId, MessageId, OutboxId, SendState, WorkspaceId } from '@switchboard/contract'
import type { Generated } from 'kysely'
import type { JsonColumn, NullableJsonColumn } from './json-column.ts'

export interface OutboxTable {
  id: OutboxId
  workspace_id: WorkspaceId
  account_id: AccountId
  conversation_id: ConversationId
  /** null for a reaction, which is no message */
  message_id: MessageId | null
  state: SendState
  /** 0 reply, 1 notification, 2 bulk */
  priority: number
  send_at: Date | null
  due_at: Date
  ready: Generated<boolean>
  /** since when its file is being brought to the provider */
  preparing_since: Generated<Date | null>
  recipient: JsonColumn
  content: JsonColumn
  resolved: NullableJsonColumn
  quoted_wamid: string | null
  idempotency_key: string | null
  request_fingerprint: string
  part_of: OutboxId | null
  part: Generated<number>
  requested_by: JsonColumn
  lease_id: string | null
  lease_expires_at: Date | null
  slot_at: Date | null
  sending_since: Date | null
  attempts: Generated<number>
  limited: Generated<number>
  wamid: string | null
  error: NullableJsonColumn
  settled_at: Date | null
  settled_by: string | null
  created_at: Generated<Date>
  updated_at: Generated<Date>
}
