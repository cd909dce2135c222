import type { ContactId, WorkspaceId } from '@switchboard/contract'

export interface ContactPreferencesTable {
  contact_id: ContactId
  workspace_id: WorkspaceId
  category: string
  value: string
  detail: string | null
  at: Date
}
