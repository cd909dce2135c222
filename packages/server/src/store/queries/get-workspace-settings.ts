import type { WorkingHours, WorkspaceId } from '@switchboard/contract'
import type { Queryable } from '../database.ts'

export interface WorkspaceSettings {
  readonly id: WorkspaceId
  readonly name: string
  readonly workingHours: WorkingHours | null
  /** Days that messages and calls are kept; null: as long as the server keeps them. */
  readonly retentionDays: number | null
}

export async function getWorkspaceSettings(db: Queryable, workspaceId: WorkspaceId): Promise<WorkspaceSettings> {
  const { rows } = await db.query<WorkspaceSettings>(
    `select id, name, working_hours as "workingHours", retention_days as "retentionDays" from workspaces where id = $1`,
    [workspaceId],
  )
  const [row] = rows
  if (!row) throw new Error('the workspace of a credential is there')
  return row
}
