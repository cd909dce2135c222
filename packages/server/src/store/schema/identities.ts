import type { ContactId, WorkspaceId } from '@switchboard/contract'

export interface IdentitiesTable {
  workspace_id: WorkspaceId
  kind: string
  value: string
  contact_id: ContactId
  first_seen_at: Date
}
