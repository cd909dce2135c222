import type { SendPolicy, WorkspaceId } from '@switchboard/contract'
import type { Generated } from 'kysely'
import type { NullableJsonColumn } from './json-column.ts'

export interface WorkspacesTable {
  id: WorkspaceId
  name: string
  /** only these may be written to: phones in E.164, wa_ids, BSUIDs; null: everybody */
  send_allowlist: string[] | null
  /** {"stop": […], "start": […]} beside those that every workspace has */
  opt_out_words: NullableJsonColumn
  /** what is done with sends of assistants whose key states nothing; null: they wait for approval */
  assistant_policy: SendPolicy | null
  /** WorkingHours of the contract; null: none were set */
  working_hours: NullableJsonColumn
  /** days that messages and calls are kept; null: as long as the server keeps them */
  retention_days: number | null
  created_at: Generated<Date>
}
