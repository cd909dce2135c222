import type { ContactId, WorkspaceId } from '@switchboard/contract'
import type { Generated } from 'kysely'
import type { JsonColumn } from './json-column.ts'

export interface ContactMergesTable {
  id: string
  workspace_id: WorkspaceId
  survivor_id: ContactId
  merged_id: ContactId
  /** the identities that proved it */
  reason: JsonColumn
  merged_at: Generated<Date>
  undone_at: Date | null
  /** kind:name; null: their identities did */
  merged_by: Generated<string | null>
  undone_by: Generated<string | null>
}
