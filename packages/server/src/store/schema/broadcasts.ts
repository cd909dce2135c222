import type {
  AccountId,
  BroadcastId,
  BroadcastState,
  OutboxId,
  RecipientState,
  WorkspaceId,
} from '@switchboard/contract'
import type { ColumnType, Generated } from 'kysely'
import type { JsonColumn, NullableJsonColumn } from './json-column.ts'

type JsonWithDefault = ColumnType<unknown, string | undefined, string>

export interface BroadcastsTable {
  id: BroadcastId
  workspace_id: WorkspaceId
  account_id: AccountId
  name: string
  state: BroadcastState
  content: JsonColumn
  /** Messages a second; null: as fast as the number may send. */
  per_second: number | null
  start_at: Date | null
  created_by: JsonColumn
  started_by: NullableJsonColumn
  decided_by: string | null
  idempotency_key: string | null
  request_fingerprint: string
  /** The position after the last recipient that is there. */
  next_position: Generated<number>
  upload_id: string | null
  upload_expires_at: Date | null
  queued_position: Generated<number>
  checked_position: Generated<number>
  verdicts: NullableJsonColumn
  checked_at: Date | null
  pending: Generated<number>
  queued: Generated<number>
  refused: Generated<number>
  invalid: Generated<number>
  duplicate: Generated<number>
  cancelled: Generated<number>
  problems: JsonWithDefault
  fault: NullableJsonColumn
  attempts: Generated<number>
  paced_until: Date | null
  served_at: Generated<Date>
  look_at: Generated<Date>
  progress_at: Date | null
  deliveries: NullableJsonColumn
  deliveries_at: Date | null
  created_at: Generated<Date>
  started_at: Date | null
  finished_at: Date | null
  updated_at: Generated<Date>
}

export interface BroadcastRecipientsTable {
  broadcast_id: BroadcastId
  position: number
  line: number | null
  recipient: string | null
  target: string | null
  person: string | null
  contact_id: string | null
  variables: NullableJsonColumn
  state: RecipientState
  code: string | null
  reason: string | null
  verdict: string | null
  verdict_reason: string | null
  duplicate_of: number | null
  send_id: OutboxId | null
  waiting: Generated<boolean>
}
