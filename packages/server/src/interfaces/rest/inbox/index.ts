import type { App } from '../../app.ts'
import { registerGetInboxItem } from './get.ts'
import type { InboxDependencies } from './inbox-dependencies.ts'
import { registerListInbox } from './list.ts'
import { type ReplayDependencies, registerReplayInbox } from './replay.ts'

export function registerInbox(app: App, dependencies: ReplayDependencies & InboxDependencies): void {
  registerListInbox(app, dependencies)
  registerReplayInbox(app, dependencies)
  registerGetInboxItem(app, dependencies)
}
