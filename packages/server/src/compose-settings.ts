import type { Context } from './context.ts'
import type { App } from './interfaces/app.ts'
import { registerOwn } from './interfaces/rest/me/index.ts'
import { registerSettings } from './interfaces/rest/settings/index.ts'

/** What a person sets: of their own account, and of the workspace. */
export function composeSettings(app: App, { people, store, workspaceId, settings: { config } }: Context): void {
  registerOwn(app, people)
  const daysOf = (kept: typeof config.retention) => (kept.kind === 'days' ? kept.days : null)
  const serverDays = { messages: daysOf(config.retention), audit: daysOf(config.auditRetention) }
  registerSettings(app, { pool: store.scoped.pool, serverDays, firstWorkspaceId: workspaceId })
}
