import type { Template, TemplateComponent } from '@switchboard/contract'
import { type RawBuilder, sql } from 'kysely'
import type { TemplatesTable } from '../schema/templates.ts'

export interface TemplateRow
  extends Omit<
    TemplatesTable,
    'workspace_id' | 'search_text' | 'heard_at' | 'components' | 'created_at' | 'updated_at'
  > {
  readonly components: unknown
  readonly created_at: Date
  readonly updated_at: Date
}

/** Columns of `templates t`. */
export const templateColumns: RawBuilder<unknown> = sql.raw(
  `t.id, t.transport, t.business_account_id, t.provider_template_id, t.name, t.language, t.category, t.status, t.quality,
   t.rejected_reason, t.parameter_format, t.components, t.synced_at, t.deleted_at, t.created_at, t.updated_at`,
)

export function toTemplate(row: TemplateRow): Template {
  return {
    id: row.id,
    transport: row.transport,
    businessAccountId: row.business_account_id,
    providerTemplateId: row.provider_template_id,
    name: row.name,
    language: row.language,
    category: row.category,
    status: row.status,
    quality: row.quality,
    rejectedReason: row.rejected_reason,
    parameterFormat: row.parameter_format,
    components: row.components as TemplateComponent[], // only templates/template-rows.ts writes them
    syncedAt: row.synced_at.toISOString(),
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    deletedAt: row.deleted_at?.toISOString() ?? null,
  }
}
