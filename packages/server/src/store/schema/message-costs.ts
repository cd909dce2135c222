import type { AccountId, WorkspaceId } from '@switchboard/contract'

export interface MessageCostsTable {
  key: string
  workspace_id: WorkspaceId
  account_id: AccountId
  at: Date
  failed: boolean
  country: string | null
  country_rank: number
  rank: number
  priced_at: Date | null
  fingerprint: string | null
  category: string | null
  pricing_model: string | null
  pricing_type: string | null
  billable: boolean | null
}
