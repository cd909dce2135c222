import type { WorkspaceId } from '@switchboard/contract'
import type { Generated } from 'kysely'
import type { NullableJsonColumn } from './json-column.ts'

export interface TemplateSyncsTable {
  workspace_id: WorkspaceId
  business_account_id: string
  requested_at: Date | null
  lease_id: string | null
  leased_until: Date | null
  /** Of the last reading that came to its end; null: never. */
  synced_at: Date | null
  templates: number | null
  due_at: Date | null
  failures: Generated<number>
  /** {code, sentence, remedy} of the last reading, where it failed. */
  failure: NullableJsonColumn
}
