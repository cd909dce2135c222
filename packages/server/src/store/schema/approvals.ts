import type { ApprovalId, ApprovalState, OutboxId, WorkspaceId } from '@switchboard/contract'
import type { Generated } from 'kysely'
import type { JsonColumn } from './json-column.ts'

export interface ApprovalsTable {
  id: ApprovalId
  workspace_id: WorkspaceId
  outbox_id: OutboxId
  /** of the call that it belongs to with others, decided about together */
  bulk_id: ApprovalId | null
  state: ApprovalState
  fingerprint: string
  reason: string
  /** what whoever asked gave as their reason */
  request_reason: string | null
  /** a person changed the message and let it go as they made it */
  edited: Generated<boolean>
  requested_by: JsonColumn
  decided_by: string | null
  decided_at: Date | null
  note: string | null
  expires_at: Date
  created_at: Generated<Date>
}
