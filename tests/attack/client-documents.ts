import { createGuardedClient } from '../../packages/server/src/http/guarded-fetch.ts'
import type { Resolve } from '../../packages/server/src/http/guarded-lookup.ts'
import { createClientDocuments } from '../../packages/server/src/people/oauth/client-documents.ts'
import { internetRange, openCanary, otherSchemes, privateAddresses } from './ssrf.ts'
import { attack, long } from './support/attack.ts'
import type { Target } from './support/target.ts'

type Resolving = Parameters<ReturnType<typeof createClientDocuments>['resolve']>[0]
/** Nothing of it is used before a document was read. */
const context = { context: { getPlugin: () => ({ options: {} }) } } as unknown as Resolving

const redirect = 'http://127.0.0.1:7777/callback'
const documentAt = (client_id: string) =>
  JSON.stringify({ client_id, client_name: 'Helper', redirect_uris: [redirect], token_endpoint_auth_method: 'none' })

/** API7 by a client's id: it is an address, which the server fetches before anybody is signed in. */
export function attackClientDocuments(target: () => Target): void {
  attack('API7 server-side requests: client ids that are private addresses', async (tries) => {
    await using canary = await openCanary('127.0.0.1')
    const plain = [...privateAddresses(canary.port), ...otherSchemes(canary.port)]
    const secure = plain.map((url) => url.replace(/^http:/, 'https:').replace('/canary', '/client.json'))
    for (const id of long ? [...secure, ...plain] : [...secure, ...plain.filter((_, at) => at % 4 === 0)]) {
      const query = new URLSearchParams({
        ...{ client_id: id, redirect_uri: redirect, response_type: 'code', scope: 'messages:read', state: 'x' },
        ...{ code_challenge: 'x'.repeat(43), code_challenge_method: 'S256', resource: `${target().url}/mcp` },
      })
      const asked = await target().ask(`/api/auth/oauth2/authorize?${query}`)
      const location = asked.headers.get('location') ?? ''
      const isNowhere = asked.status < 500 && !location.includes('/oauth/consent') && !location.startsWith(redirect)
      tries.holds(`${id}: ${asked.status} ${location}`, isNowhere)
      const fields = {
        grant_type: 'authorization_code',
        code: 'x',
        code_verifier: 'x'.repeat(43),
        redirect_uri: redirect,
      }
      for (const path of ['/api/auth/oauth2/token', '/api/auth/oauth2/revoke']) {
        const answer = await target().ask(path, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams({ ...fields, client_id: id, token: 'x' }).toString(),
        })
        tries.holds(`${path} ${id}: ${answer.status}`, answer.status >= 400 && answer.status < 500)
      }
    }
    tries.holds(`connected: ${canary.connections()}, reached: ${canary.hits}`, canary.connections() === 0)
  })

  attack(
    'API7 server-side requests: client ids that redirect, or whose name answers otherwise the second time',
    async (tries) => {
      await using canary = await openCanary('127.0.0.2').catch(() => openCanary('127.0.0.1'))
      let location = ''
      await using internet = await openCanary('127.0.0.1', (request, response) => {
        if (request.url === '/client.json') response.writeHead(302, { location: encodeURI(location) }).end()
        else response.end(documentAt('https://somebody.example/client.json'))
      })
      const client = (resolve?: Resolve) =>
        createGuardedClient({
          ...{ allowed: [internetRange], maxRedirects: 0, connections: 2 },
          ...(resolve ? { resolve } : {}),
        })
      await using http = client()
      for (location of [...privateAddresses(canary.port), `http://127.0.0.2:${canary.port}/`, 'file:///etc/passwd']) {
        const id = `http://127.0.0.1:${internet.port}/client.json`
        const found = await createClientDocuments(http, true).resolve(context, id, null)
        tries.holds(`redirected to ${location}`, found === null)
      }
      // Somebody else's document under this id is nobody's.
      const borrowed = await createClientDocuments(http, true).resolve(
        context,
        `http://127.0.0.1:${internet.port}/other.json`,
        null,
      )
      tries.holds('the document of another client', borrowed === null)
      for (const [name, turns] of Object.entries({
        'second.example': ['127.0.0.1', '127.0.0.2'],
        'first.example': ['127.0.0.2', '127.0.0.1'],
        'mapped.example': ['::ffff:127.0.0.2'],
        'metadata.example': ['169.254.169.254'],
        'six.example': ['::1', 'fd00:ec2::254', 'fe80::1'],
      })) {
        for (let turn = 0; turn < (long ? 20 : 3); turn += 1) {
          let asked = turn
          // A client for each, so that no connection is kept.
          await using fresh = client(() => {
            const address = turns[asked++ % turns.length] ?? ''
            return Promise.resolve([{ address, family: address.includes(':') ? 6 : 4 }])
          })
          const id = `http://${name}:${canary.port}/client.json`
          tries.holds(
            `${name}, turn ${turn}`,
            (await createClientDocuments(fresh, true).resolve(context, id, null)) === null,
          )
          tries.holds(`${name} is looked up once`, asked <= turn + 1)
        }
      }
      tries.holds(`connected: ${canary.connections()}, reached: ${canary.hits}`, canary.connections() === 0)
    },
  )
}
