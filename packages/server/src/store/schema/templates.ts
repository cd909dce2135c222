import type { ParameterFormat, TemplateId, WorkspaceId } from '@switchboard/contract'
import type { Generated } from 'kysely'
import type { JsonColumn } from './json-column.ts'

export interface TemplatesTable {
  id: TemplateId
  workspace_id: WorkspaceId
  transport: string
  business_account_id: string
  provider_template_id: string | null
  name: string
  language: string
  category: string | null
  status: string
  /** By the provider's clock, whole seconds; as the two below. */
  status_at: Date
  category_at: Date
  quality: string | null
  quality_at: Date
  rejected_reason: string | null
  parameter_format: ParameterFormat
  components: JsonColumn
  /** Name and words, normalised. */
  search_text: string
  /** When a webhook last told something of it, by our clock. */
  heard_at: Generated<Date | null>
  synced_at: Date
  deleted_at: Date | null
  created_at: Generated<Date>
  updated_at: Generated<Date>
}
