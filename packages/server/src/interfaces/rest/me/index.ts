import type { App } from '../../app.ts'
import type { PeopleDesk } from '../../people-desk.ts'
import { registerConnections } from './connections.ts'
import { registerMe } from './get.ts'
import { registerPassword } from './password.ts'
import { registerProfile } from './profile.ts'
import { registerSessions } from './sessions.ts'
import { registerSwitchWorkspace } from './workspace.ts'

/** `/v1/me`: who asks; beneath it, the account of a person who is signed in. */
export function registerOwn(app: App, desk: PeopleDesk): void {
  registerMe(app)
  registerProfile(app, desk)
  registerPassword(app, desk)
  registerSessions(app, desk)
  registerSwitchWorkspace(app, desk)
  registerConnections(app, desk)
}
