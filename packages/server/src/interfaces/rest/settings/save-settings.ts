import type pg from 'pg'
import type { Principal } from '../../../access/principal.ts'
import { appendEvents } from '../../../events/append.ts'
import { inTransaction } from '../../../store/in-transaction.ts'
import {
  changeWorkspaceSettings,
  type WorkspaceSettingsChange,
} from '../../../store/queries/change-workspace-settings.ts'

/** What was changed, as `workspace.changed` names it. */
export type SettingsSubject = 'workspace' | 'working-hours' | 'retention'

/** Writes a change of the workspace's settings with its event. */
export function saveSettings(
  pool: pg.Pool,
  { workspaceId, kind, name }: Principal,
  { about, change }: { readonly about: SettingsSubject; readonly change: WorkspaceSettingsChange },
): Promise<void> {
  return inTransaction(pool, async (tx) => {
    await changeWorkspaceSettings(tx, workspaceId, change)
    const data = { about, by: `${kind}:${name}` }
    await appendEvents(tx, [{ workspaceId, type: 'workspace.changed', occurredAt: Date.now(), data }])
  })
}
