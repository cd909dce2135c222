import type { AccountId, WorkspaceId } from '@switchboard/contract'

export interface AccountWebhooksTable {
  account_id: AccountId
  workspace_id: WorkspaceId
  verified_at: Date | null
  last_webhook_at: Date | null
}
