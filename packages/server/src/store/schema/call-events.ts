import type { WorkspaceId } from '@switchboard/contract'
import type { NullableJsonColumn } from './json-column.ts'

export interface CallEventsTable {
  call_id: string
  event: string
  fingerprint: string
  workspace_id: WorkspaceId
  at: Date
  detail: NullableJsonColumn
  inbox_seq: number | null
}
