import type { AccountId, WorkspaceId } from '@switchboard/contract'

export interface SendPaceTable {
  account_id: AccountId
  workspace_id: WorkspaceId
  /** messages a second now; null: whatever the account's limit is */
  rate: number | null
  next_slot_at: Date
  /** what the rate was before the last slowing */
  slowed_from: number | null
  slowed_at: Date | null
  raised_at: Date | null
  served_at: Date
  /** the dispatcher that sends for it at present; another one may take over after that time */
  held_by: string | null
  held_until: Date
}
