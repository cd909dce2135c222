import * as oidc from 'openid-client'
import { Refusal } from '../../refusal.ts'

/** The operator's identity provider, spoken to by OpenID Connect. */
export interface IdentityProvider {
  /** Where the browser is sent, and what must be remembered until it comes back. @throws {Refusal} unavailable */
  begin(redirectUri: string): Promise<{ readonly url: string; readonly checks: ReturnChecks }>
  /**
   * Who came back: the code is changed for an id token, whose signature, issuer, audience, times and nonce are checked.
   * @param back the whole address that the browser was sent to
   * @throws {Refusal} unauthenticated: the person said no, or something of it is not as it was begun; unavailable
   */
  finish(back: URL, checks: ReturnChecks): Promise<Identity>
  /** Reads what the provider says about itself. @throws {Refusal} unavailable */
  check(): Promise<void>
}

export interface ReturnChecks {
  readonly state: string
  readonly nonce: string
  /** Of PKCE (RFC 7636): whoever steals the code cannot use it. */
  readonly verifier: string
}

export interface Identity {
  readonly issuer: string
  /** Of the person at the provider: stays when the address changes. */
  readonly subject: string
  readonly email: string | null
  readonly emailVerified: boolean
  readonly name: string | null
}

export interface IdentityProviderOptions {
  readonly issuer: string
  readonly clientId: string
  /** Absent: a public client, which PKCE alone protects. */
  readonly clientSecret?: string | undefined
  readonly fetch: oidc.CustomFetch
  readonly log: { warn(fields: object, message: string): void }
}

/** The provider changes keys and addresses now and then; keys that are unknown are looked for at once. */
const believedMilliseconds = 60 * 60_000
const timeoutSeconds = 10
const scope = 'openid email profile'

export function createIdentityProvider(options: IdentityProviderOptions): IdentityProvider {
  const { issuer, log } = options
  let known: { readonly at: number; readonly configuration: Promise<oidc.Configuration> } | undefined

  async function configuration(): Promise<oidc.Configuration> {
    if (!known || Date.now() - known.at > believedMilliseconds)
      known = { at: Date.now(), configuration: discover(options) }
    const asked = known
    try {
      return await asked.configuration
    } catch (error) {
      if (known === asked) known = undefined
      log.warn({ issuer, why: reasonOf(error) }, 'the identity provider cannot be used')
      throw new Refusal('unavailable', {
        detail: `The identity provider ${issuer} cannot be reached, or what it says about itself is not as it must be. Try again, or sign in with your password.`,
        cause: error,
      })
    }
  }

  return {
    async begin(redirectUri) {
      const provider = await configuration()
      const verifier = oidc.randomPKCECodeVerifier()
      const checks = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier }
      const url = oidc.buildAuthorizationUrl(provider, {
        ...{ redirect_uri: redirectUri, scope, state: checks.state, nonce: checks.nonce },
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      })
      return { url: url.href, checks }
    },
    async finish(back, { state, nonce, verifier }) {
      const provider = await configuration()
      try {
        const tokens = await oidc.authorizationCodeGrant(provider, back, {
          ...{ expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true },
        })
        const claims = tokens.claims()
        if (!claims) throw new Error('an id token was demanded')
        // Some tell the address only when they are asked for it.
        const more =
          claims['email'] === undefined && provider.serverMetadata().userinfo_endpoint !== undefined
            ? await oidc.fetchUserInfo(provider, tokens.access_token, claims.sub)
            : claims
        return identityOf(claims.iss, claims.sub, more)
      } catch (error) {
        log.warn({ why: reasonOf(error) }, 'somebody came back from the identity provider and was not let in')
        throw new Refusal('unauthenticated', { detail: whyNot(error), cause: error })
      }
    },
    async check() {
      await configuration()
    },
  }
}

function discover({ issuer, clientId, clientSecret, fetch }: IdentityProviderOptions): Promise<oidc.Configuration> {
  const url = new URL(issuer)
  return oidc.discovery(url, clientId, clientSecret, clientSecret === undefined ? oidc.None() : undefined, {
    [oidc.customFetch]: fetch,
    timeout: timeoutSeconds,
    // Only where the configuration allows plain http: on this machine.
    ...(url.protocol === 'http:' ? { execute: [oidc.allowInsecureRequests] } : {}),
  })
}

function identityOf(issuer: string, subject: string, claims: Readonly<Record<string, unknown>>): Identity {
  const text = (value: unknown) => (typeof value === 'string' && value.trim() !== '' ? value.trim() : null)
  return {
    ...{ issuer, subject },
    email: text(claims['email'])?.toLowerCase() ?? null,
    emailVerified: claims['email_verified'] === true,
    name: text(claims['name']),
  }
}

/** For the log: codes and names. What comes with such an error may hold claims, so names and addresses of people. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name
  return error.cause instanceof Error ? `${code}, ${reasonOf(error.cause)}` : code
}

function whyNot(error: unknown): string {
  if (error instanceof oidc.AuthorizationResponseError)
    return error.error === 'access_denied'
      ? 'At the identity provider you, or it, said no.'
      : 'The identity provider answered with an error. Try again.'
  return 'What came back from the identity provider does not fit what was asked. Begin again from the sign-in page.'
}
