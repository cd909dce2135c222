import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'
import { Browser } from './browser.ts'

/** Who sits before the provider's sign-in page. */
export interface ProviderPerson {
  readonly subject: string
  readonly email: string
  readonly verified: boolean
  readonly name: string
}

/** A real OpenID provider on this machine, whose people sign in without being asked. */
export interface TestIdentityProvider extends AsyncDisposable {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** From now on it answers, and sends browsers back to this address only. */
  answer(redirectUri: string): void
  /** Null: the person says no. */
  person: ProviderPerson | null
  /** What the browser is sent back to, after it was sent to `url`. */
  visit(url: string): Promise<string>
}

export async function openIdentityProvider(): Promise<TestIdentityProvider> {
  const http = createServer()
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const { port } = http.address() as AddressInfo // it listens on TCP
  const issuer = `http://127.0.0.1:${port}`
  const people = new Map<string, ProviderPerson>()
  const opened: TestIdentityProvider = {
    ...{ issuer, clientId: 'switchboard', clientSecret: 'what the provider has shown once', person: null },
    answer(redirectUri) {
      const provider = providerOf(opened, redirectUri, people)
      const callback = provider.callback()
      http.on('request', (request, response) => {
        if (!request.url?.startsWith('/interaction/')) return void callback(request, response)
        const { person } = opened
        if (person) people.set(person.subject, person)
        const result = person ? { login: { accountId: person.subject } } : { error: 'access_denied' }
        void provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
      })
    },
    async visit(url) {
      const browser = new Browser(issuer)
      let at = url
      while (at.startsWith(issuer)) {
        const { location, status, text } = await browser.ask('GET', at.slice(issuer.length))
        if (location === null) throw new Error(`the provider shows a page: ${status} ${text}`)
        at = new URL(location, issuer).href
      }
      return at
    },
    async [Symbol.asyncDispose]() {
      http.closeAllConnections()
      http.close()
      await once(http, 'close')
    },
  }
  return opened
}

function providerOf(
  { issuer, clientId, clientSecret }: TestIdentityProvider,
  redirectUri: string,
  people: ReadonlyMap<string, ProviderPerson>,
): Provider {
  return new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
    pkce: { required: () => true },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['of this test'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, accountId) => {
      const person = people.get(accountId)
      if (!person) return undefined
      const { email, verified, name } = person
      return { accountId, claims: () => ({ sub: accountId, email, email_verified: verified, name }) }
    },
    // Nobody is asked what may be told.
    async loadExistingGrant({ oidc: { provider, client, session } }) {
      const grant = new provider.Grant({ clientId: client?.clientId, accountId: session?.accountId })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
  })
}
