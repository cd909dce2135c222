import type { MessageId, WorkspaceId } from '@switchboard/contract'
import type { Generated } from 'kysely'
import type { NullableJsonColumn } from './json-column.ts'

export interface StatusesTable {
  message_id: MessageId
  status: string
  /** contact id in a group, '' in a direct conversation */
  recipient: Generated<string>
  workspace_id: WorkspaceId
  /** the earliest sighting wins by (at, fingerprint) */
  at: Date
  fingerprint: string
  errors: NullableJsonColumn
  pricing: NullableJsonColumn
  conversation: NullableJsonColumn
  callback_data: string | null
  inbox_seq: number | null
}
