import type { Database } from '../../../store/database.ts'
import type { App } from '../../app.ts'
import type { HealthDependencies } from '../../check-health.ts'
import { registerAdminGetDocument } from './get-document.ts'
import { registerAdminHealth } from './health.ts'
import { registerAdminListConversations } from './list-conversations.ts'
import { registerAdminListDocuments } from './list-documents.ts'
import { registerAdminListMessages } from './list-messages.ts'
import { registerAdminSearchMessages } from './search-messages.ts'

/** The admin API of the ingestion system whose users move here: same addresses, parameters, header and answers. */
export function registerAdmin(app: App, dependencies: HealthDependencies & { readonly db: Database }): void {
  registerAdminHealth(app, dependencies)
  registerAdminListConversations(app, dependencies)
  registerAdminListMessages(app, dependencies)
  registerAdminSearchMessages(app, dependencies)
  registerAdminListDocuments(app, dependencies)
  registerAdminGetDocument(app, dependencies)
}
