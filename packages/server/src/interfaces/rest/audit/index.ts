import type { Database } from '../../../store/database.ts'
import type { App } from '../../app.ts'
import { registerExportAudit } from './export.ts'
import { registerListAudit } from './list.ts'

export function registerAudit(app: App, dependencies: { readonly db: Database }): void {
  registerListAudit(app, dependencies)
  registerExportAudit(app, dependencies)
}
