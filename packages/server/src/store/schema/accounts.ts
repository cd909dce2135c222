import type { AccountId, WorkspaceId } from '@switchboard/contract'
import type { ColumnType, Generated } from 'kysely'

type JsonWithDefault = ColumnType<unknown, string | undefined, string>

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
  state: Generated<'active' | 'paused' | 'disabled'>
  /** ISO 3166-1, where a phone in national format is from; null: that of display_phone_number */
  default_region: string | null
  coexistence: Generated<boolean>
  /** messages a second; null: 80, with coexistence 20 */
  send_rate: number | null
  /** to one person: so many at once, then one in so many seconds */
  pair_burst: Generated<number>
  pair_seconds: Generated<number>
  /** by name: sealed, with the time when it was given (sealing/seal.ts) */
  secrets: JsonWithDefault
  /** the transport's own, not secret, texts by name */
  settings: JsonWithDefault
  /** null: nothing is asked for on the account's behalf */
  send_policy: 'approve' | null
  /** beside the workspace's; null: everybody */
  send_allowlist: string[] | null
  created_at: Generated<Date>
  updated_at: Generated<Date>
}
