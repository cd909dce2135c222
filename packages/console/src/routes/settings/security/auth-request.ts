import { useTranslations } from '../../../strings/use-translations.ts'

/** What signing in refused, in a person's words. Its answers are no problem documents, and a wrong code is no reason to sign in again. */
export class AuthRefusal extends Error {
  override readonly name = 'AuthRefusal'
}

const sentences = {
  INVALID_PASSWORD: 'invalidPassword',
  INVALID_CODE: 'invalidCode',
  INVALID_BACKUP_CODE: 'invalidCode',
  SESSION_NOT_FRESH: 'notFresh',
  'session-not-fresh': 'notFresh',
  PREVIOUSLY_REGISTERED: 'passkeyKnown',
  ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED: 'passkeyKnown',
} as const

/** Asks `/api/auth/<path>`: without a body GET, with one POST. @throws {AuthRefusal} */
export function useAuthRequest(): <T>(path: string, body?: object) => Promise<T> {
  const words = useTranslations('settings.security.problems')
  return async <T>(path: string, body?: object): Promise<T> => {
    const answer = await fetch(`/api/auth/${path}`, {
      credentials: 'same-origin',
      ...(body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
    // Every field may be missing: a proxy may have answered.
    const said = (await answer.json().catch(() => ({}))) as { code?: string; message?: string; detail?: string }
    if (answer.ok) return said as T // the answer that better-auth documents for the address
    const known = Object.entries(sentences).find(([code]) => code === said.code)?.[1]
    throw new AuthRefusal(
      known ? words(known) : (said.detail ?? said.message ?? words('other', { status: answer.status })),
    )
  }
}
