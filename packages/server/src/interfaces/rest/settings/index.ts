import type { App } from '../../app.ts'
import { type RetentionDependencies, registerRetention } from './retention.ts'
import { registerWorkingHours } from './working-hours.ts'
import { registerWorkspaceSettings, type WorkspaceDependencies } from './workspace.ts'

/** `/v1/settings/*` of the workspace itself; what it sends is beside them (sending.ts). */
export function registerSettings(app: App, dependencies: RetentionDependencies & WorkspaceDependencies): void {
  registerWorkspaceSettings(app, dependencies)
  registerWorkingHours(app, dependencies)
  registerRetention(app, dependencies)
}
