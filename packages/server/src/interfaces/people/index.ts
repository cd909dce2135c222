import { Refusal } from '../../refusal.ts'
import type { App } from '../app-type.ts'
import type { PeopleDesk } from '../people-desk.ts'
import { registerAuthApi } from './auth-api.ts'
import { registerForgotten } from './forgotten.ts'
import { registerNewAddress } from './new-address.ts'
import { registerSignIn } from './sign-in.ts'
import { registerSignInLink } from './sign-in-link.ts'
import { registerSingleSignOn } from './single-sign-on.ts'
import { registerWelcome } from './welcome.ts'

/** Pages and addresses by which people come in. */
export async function registerPeople(app: App, desk: PeopleDesk): Promise<void> {
  await registerSignIn(app, desk)
  await registerForgotten(app, desk)
  registerSignInLink(app, desk)
  await registerNewAddress(app, desk)
  registerSingleSignOn(app, desk)
  await registerWelcome(app, desk)
  registerAuthApi(app, desk)
}

/** What nobody can use while sign-in is locked: then every address of it says why. */
export async function registerUnlessLocked(
  app: App,
  locked: string | undefined,
  register: (scope: App) => Promise<void>,
): Promise<void> {
  await app.register(async (plugin) => {
    const scope = plugin as unknown as App // the same, one level in
    if (locked !== undefined)
      scope.addHook('onRequest', (_request, _reply, done) => done(new Refusal('unavailable', { detail: locked })))
    await register(scope)
  })
}
