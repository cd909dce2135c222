import { Refusal } from '../refusal.ts'
import type { Auth } from './create-auth.ts'

/** `freshAge` of create-auth.ts, in words. */
const age = 'a quarter of an hour'

/**
 * Whoever sits down at somebody's open session takes nothing of the account with it: what changes how one signs in, where no password
 * is asked for, asks for a session that has just begun, as better-auth does for new passkeys.
 *
 * @throws {Refusal} session-not-fresh
 */
export async function requireFreshSession(auth: Auth, cookie: string | undefined): Promise<void> {
  const { sessionConfig } = await auth.$context
  const found = await auth.api.getSession({ headers: new Headers({ cookie: cookie ?? '' }) })
  if (found && Date.now() - found.session.createdAt.getTime() < sessionConfig.freshAge * 1_000) return
  throw new Refusal('session-not-fresh', {
    detail: `For this you must have signed in within the last ${age}. Sign out, sign in again, and do it then.`,
  })
}
