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
  created_at: Generated<Date>
}
