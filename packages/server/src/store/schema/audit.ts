import type { WorkspaceId } from '@switchboard/contract'
import type { Generated, GeneratedAlways } from 'kysely'
import type { NullableJsonColumn } from './json-column.ts'

/** Written by `audit_append` alone, which knows each row's place in its chain. */
export interface AuditTable {
  id: string
  workspace_id: WorkspaceId | null
  /** workspace_id, or zeros */
  chain: GeneratedAlways<string>
  seq: number
  previous_hash: Buffer
  /** store/audit-chain/encode-row.ts */
  hash: Buffer
  format: Generated<number>
  at: Generated<Date>
  /** who: kind is key, admin_api, system, cli, anonymous */
  actor_kind: string
  actor: string
  client_name: string | null
  client_version: string | null
  interface: string
  action: string
  /** route or tool */
  target: string
  subject: string | null
  targets: NullableJsonColumn
  outcome: string
  status: number | null
  address: string | null
  request_id: string | null
  approval_id: string | null
  /** what may name a person, with arguments and salt; only the digest is hashed */
  label: string | null
  arguments: NullableJsonColumn
  salt: Buffer | null
  details_digest: Buffer | null
  details_erased_at: Date | null
  /** seq of the row that says so */
  details_erased_in: number | null
}
