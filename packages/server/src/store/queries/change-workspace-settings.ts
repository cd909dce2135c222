import type { WorkspaceId } from '@switchboard/contract'
import type { Queryable } from '../database.ts'
import type { WorkspaceSettings } from './get-workspace-settings.ts'

const columns = { name: 'name', workingHours: 'working_hours', retentionDays: 'retention_days' } as const

export type WorkspaceSettingsChange = Partial<Pick<WorkspaceSettings, keyof typeof columns>>

/** What is not named stays as it is. */
export async function changeWorkspaceSettings(
  tx: Queryable,
  workspaceId: WorkspaceId,
  change: WorkspaceSettingsChange,
): Promise<void> {
  for (const name of Object.keys(columns) as (keyof typeof columns)[]) {
    // The object above is closed: it has no other keys.
    const value = change[name]
    if (value === undefined) continue
    const stored = name === 'workingHours' && value !== null ? JSON.stringify(value) : value
    await tx.query(`update workspaces set ${columns[name]} = $2 where id = $1`, [workspaceId, stored])
  }
}
