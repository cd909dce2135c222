import type { App } from '../../app.ts'
import { registerAddRecipients } from './add-recipients.ts'
import type { BroadcastDependencies } from './broadcast-dependencies.ts'
import { registerCheckBroadcast } from './check.ts'
import { registerCreateBroadcast } from './create.ts'
import { registerDecideBroadcast } from './decide.ts'
import { registerGetBroadcast } from './get.ts'
import { registerListBroadcasts } from './list.ts'
import { registerListBroadcastRecipients } from './list-recipients.ts'
import { registerBroadcastReport } from './report.ts'
import { registerStartBroadcast } from './start.ts'
import { registerSteerBroadcast } from './steer.ts'
import { registerUpdateBroadcast } from './update.ts'

/** One message to many. */
export function registerBroadcasts(app: App, dependencies: BroadcastDependencies): void {
  registerCreateBroadcast(app, dependencies)
  registerListBroadcasts(app, dependencies)
  registerGetBroadcast(app, dependencies)
  registerUpdateBroadcast(app, dependencies)
  registerAddRecipients(app, dependencies)
  registerListBroadcastRecipients(app, dependencies)
  registerBroadcastReport(app, dependencies)
  registerCheckBroadcast(app, dependencies)
  registerStartBroadcast(app, dependencies)
  registerSteerBroadcast(app, dependencies)
  registerDecideBroadcast(app, dependencies)
}
