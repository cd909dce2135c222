import type { Template, TemplateId, WorkspaceId } from '@switchboard/contract'
import { sql } from 'kysely'
import type { Database } from '../database.ts'
import { type TemplateRow, templateColumns, toTemplate } from './template-row.ts'

/** One template, deleted ones too. Null: this workspace has no such template. */
export async function getTemplate(
  db: Database,
  workspaceId: WorkspaceId,
  { templateId }: { readonly templateId: TemplateId },
): Promise<Template | null> {
  const { rows } = await sql<TemplateRow>`
    select ${templateColumns} from templates t where t.workspace_id = ${workspaceId} and t.id = ${templateId}`.execute(
    db,
  )
  return rows[0] ? toTemplate(rows[0]) : null
}
