import type { AccountId, WorkspaceId } from '@switchboard/contract'
import type { Generated } from 'kysely'

export interface AccountsTable {
  id: AccountId
  workspace_id: WorkspaceId
  transport: string
  /** the transport's own name of the number: phone_number_id on the Cloud API */
  external_id: string
  business_account_id: string | null
  display_phone_number: string | null
  name: string | null
  is_default: Generated<boolean>
  /** true while nobody configured it: it was seen in a webhook */
  discovered: Generated<boolean>
  created_at: Generated<Date>
  updated_at: Generated<Date>
}
