import type { WorkspaceId } from '@switchboard/contract'
import type { Generated } from 'kysely'

export interface WorkspacesTable {
  id: WorkspaceId
  name: string
  created_at: Generated<Date>
}
