import type { WorkspaceId } from '@switchboard/contract'
import type { Generated } from 'kysely'
import type { NullableJsonColumn } from './json-column.ts'

export interface AuditTable {
  id: string
  workspace_id: WorkspaceId | null
  at: Generated<Date>
  /** who: kind is key, admin_api, system, cli, anonymous */
  actor_kind: string
  actor: string
  interface: string
  action: string
  /** route or tool */
  target: string
  subject: string | null
  arguments: NullableJsonColumn
  outcome: string
  status: number | null
  address: string | null
  request_id: string | null
}
