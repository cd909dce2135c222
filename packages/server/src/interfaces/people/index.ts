import type { App } from '../app-type.ts'
import type { PeopleDesk } from '../people-desk.ts'
import { registerAuthApi } from './auth-api.ts'
import { registerSignIn } from './sign-in.ts'
import { registerWelcome } from './welcome.ts'

/** Pages and addresses by which people come in. */
export async function registerPeople(app: App, desk: PeopleDesk): Promise<void> {
  await registerSignIn(app, desk)
  await registerWelcome(app, desk)
  registerAuthApi(app, desk)
}
