import type { WorkspaceId } from '@switchboard/contract'

export interface SendCountsTable {
  workspace_id: WorkspaceId
  credential: string
  day: Date
  sent: number
}
