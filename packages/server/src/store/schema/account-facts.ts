import type { AccountId, WorkspaceId } from '@switchboard/contract'
import type { Generated } from 'kysely'
import type { JsonColumn } from './json-column.ts'

export interface AccountFactsTable {
  id: string
  workspace_id: WorkspaceId
  account_id: AccountId | null
  business_account_id: string | null
  field: string
  subject: string | null
  known: boolean
  reason: string | null
  value: JsonColumn
  at: Date
  /** hash of field, account, time and value: a redelivery is the same fact */
  fingerprint: string
  inbox_seq: number | null
  created_at: Generated<Date>
}
