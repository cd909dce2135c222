import type { Database } from '../../../store/database.ts'
import type { App } from '../../app.ts'
import type { Sending } from '../../sending.ts'
import { registerCompatRender } from './render.ts'
import { registerCompatTest } from './test.ts'

/**
 * `POST /api/content/templates/whatsapp/render|test` of the messaging system whose users move here. Its templates are texts in
 * Liquid; of WhatsApp's own templates it says that they come later, so `templateId` is ours.
 */
export function registerCompatTemplates(
  app: App,
  dependencies: { readonly db: Database; readonly sending: Sending },
): void {
  registerCompatRender(app)
  registerCompatTest(app, dependencies)
}
