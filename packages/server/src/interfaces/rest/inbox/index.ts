import type { Database } from '../../../store/database.ts'
import type { App } from '../../app.ts'
import { registerGetInboxItem } from './get.ts'
import { registerListInbox } from './list.ts'
import { type ReplayDependencies, registerReplayInbox } from './replay.ts'

export function registerInbox(app: App, dependencies: ReplayDependencies & { readonly db: Database }): void {
  registerListInbox(app, dependencies)
  registerReplayInbox(app, dependencies)
  registerGetInboxItem(app, dependencies)
}
