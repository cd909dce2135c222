import type { ContactId, WorkspaceId } from '@switchboard/contract'
import type { Generated } from 'kysely'
import type { JsonColumn } from './json-column.ts'

export interface ErasuresTable {
  id: string
  workspace_id: WorkspaceId
  contact_id: ContactId
  requested_by: string
  erased_at: Generated<Date>
  counts: JsonColumn
}
