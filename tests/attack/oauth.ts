import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import type { WorkspaceId } from '@switchboard/contract'
import { loadSettings } from '../../packages/server/src/config/load.ts'
import { addMember } from '../../packages/server/src/people/members.ts'
import { createAuthorizationServer } from '../../packages/server/src/people/oauth/authorization-server.ts'
import { allowClient } from '../../packages/server/src/people/oauth/grants.ts'
import { signingSecret } from '../../packages/server/src/people/signing-secret.ts'
import { createSealer } from '../../packages/server/src/sealing/seal.ts'
import { attack } from './support/attack.ts'
import { otherSecret, statusesIn, type Target } from './support/target.ts'

type Claims = Readonly<Record<string, unknown>>

const clientId = 'an-assistant-of-the-attack'
const scope = 'messages:read conversations:read accounts:read messages:send'
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Signs whatever it is told with the keys that the server signs with: more than any attacker has. */
async function trueSigner({
  database: { pool },
  dataDirectory,
  url,
}: Target): Promise<(claims: Claims) => Promise<string>> {
  const { secrets } = loadSettings({ environment: { SWITCHBOARD_DATA_DIR: dataDirectory } })
  const secret = await signingSecret(pool, createSealer(secrets.keyring.keysFor('signing secret')))
  if (secret === undefined) throw new Error('the server of this test sealed it with the key of this directory')
  const clientDocuments = { id: 'none', matches: () => false, resolve: async () => null }
  const server = createAuthorizationServer({ pool, secret, origin: url, clientDocuments, log: { warn: () => {} } })
  return async (payload) => (await server.api.signJWT({ body: { payload: { ...payload } } })).token
}

async function grantFor({ database: { pool } }: Target, userId: string, workspaceId: WorkspaceId): Promise<void> {
  await pool.query(
    `insert into auth."user" (id, name, email, "emailVerified") values ($1, $1, $1 || '@example.com', false)`,
    [userId],
  )
  await addMember(pool, { workspaceId, userId, role: 'agent' })
  await allowClient(pool, {
    ...{ workspaceId, userId, clientId, clientName: 'Helper', redirectHost: '127.0.0.1' },
    ...{ scopes: ['messages:read', 'conversations:read', 'accounts:read', 'messages:send'] },
    ...{ accounts: null, contacts: null, sendPolicy: 'approve', dailyCap: null },
  })
}

/** Token confusion: a token is for one name, one client, one person and one workspace, and only what we signed is one. */
export function attackTokens(target: () => Target): void {
  const now = () => Math.floor(Date.now() / 1_000)
  const claimsOf = (sub: string): Claims => ({
    ...{ sub, azp: clientId, client_id: clientId, scope, iat: now(), exp: now() + 600 },
    ...{ iss: target().url, aud: `${target().url}/mcp` },
  })
  const call = { jsonrpc: '2.0', id: 1, method: 'tools/list' }
  const mcpHeaders = { accept: 'application/json, text/event-stream' }
  /** The statuses at REST and at MCP. */
  const statuses = async (token: string, headers: Record<string, string> = {}) => {
    const rest = await target().ask('/v1/me', { key: token, headers })
    const mcp = await target().ask('/mcp', {
      method: 'POST',
      key: token,
      headers: { ...mcpHeaders, ...headers },
      body: call,
    })
    return [rest.status, mcp.status]
  }
  let signTruly: (claims: Claims) => Promise<string>

  attack(
    'token confusion: another audience, issuer, time, person or client, signed with the true key',
    async (tries) => {
      await grantFor(target(), 'anna', target().own.workspaceId)
      await grantFor(target(), 'otto', target().other.workspaceId)
      signTruly = await trueSigner(target())
      const { url, port } = target()
      const good = claimsOf('anna')
      tries.holds(
        `one of ours is taken: ${await statuses(await signTruly(good))}`,
        `${await statuses(await signTruly(good))}` === '200,200',
      )
      const wrong: Readonly<Record<string, Claims>> = {
        'audience of another server': { aud: 'https://other.example/mcp' },
        'audience of the server and not of its MCP endpoint': { aud: url },
        'audience with a slash more': { aud: `${url}/mcp/` },
        'audience of another name of this machine': { aud: `http://localhost:${port}/mcp` },
        'audience that holds ours': { aud: `https://evil.example/?${url}/mcp` },
        'several audiences, ours not among them': { aud: ['https://other.example/mcp', url] },
        'issuer of somebody else': { iss: 'https://evil.example' },
        'issuer of another name of this machine': { iss: `http://localhost:${port}` },
        'issuer that begins as ours': { iss: `${url}.evil.example` },
        'issuer that is none': { iss: '' },
        'expired a minute ago': { exp: now() - 60 },
        'expired, and never was good': { iat: now() - 900, exp: now() - 901 },
        'good in an hour only': { nbf: now() + 3_600 },
        'from before it was allowed': { iat: now() - 3_600 },
        'of a person without a grant': { sub: 'olga' },
        'of a person who is nobody': { sub: '' },
        'of another client': { azp: 'another-client' },
        'without a client': { azp: undefined, client_id: undefined },
        'without scopes': { scope: undefined },
      }
      for (const [what, change] of Object.entries(wrong)) {
        const found = await statuses(await signTruly({ ...good, ...change }))
        tries.holds(
          `${what}: ${found}`,
          found.every((status) => status === 401),
        )
      }
      const token = await signTruly(good)
      // The name that the request goes to is the one that the token must be for.
      const lines = [
        'GET /v1/me HTTP/1.1',
        `Host: localhost:${port}`,
        `Authorization: Bearer ${token}`,
        'Connection: close',
      ]
      const [elsewhere] = statusesIn(await target().raw(`${lines.join('\r\n')}\r\n\r\n`))
      tries.holds(`under another name of this machine: ${elsewhere}`, elsewhere === 401)
      for (const [where, path, headers] of [
        ['in the address', `/v1/me?access_token=${token}`, {}],
        ['as a cookie', '/v1/me', { cookie: `switchboard.session_token=${token}` }],
        ['as a Basic password', '/v1/me', { authorization: `Basic ${Buffer.from(`:${token}`).toString('base64')}` }],
      ] as const) {
        const { status } = await target().ask(path, { headers })
        tries.holds(`${where}: ${status}`, status === 400 || status === 401)
      }
    },
  )

  attack('token confusion: what we did not sign, or did not sign so', async (tries) => {
    const good = claimsOf('anna')
    const token = await signTruly(good)
    const [header = '', payload = '', signature = ''] = token.split('.')
    const { kid, alg } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string; alg: string } // RFC 7515
    const { keys } = JSON.parse((await target().ask('/api/auth/jwks')).text) as { keys: Record<string, unknown>[] } // RFC 7517
    const published = keys.find((key) => key['kid'] === kid)
    const theirs = generateKeyPairSync('ed25519')
    const jwk = theirs.publicKey.export({ format: 'jwk' })
    const signedBy = (head: object, body: Claims) => {
      const text = `${encode(head)}.${encode(body)}`
      return `${text}.${sign(null, Buffer.from(text), theirs.privateKey).toString('base64url')}`
    }
    const hmac = (hash: string, key: string) => {
      const text = `${encode({ alg: `HS${hash}`, kid, typ: 'JWT' })}.${payload}`
      return `${text}.${createHmac(`sha${hash}`, key).update(text).digest('base64url')}`
    }
    const unsigned = ['none', 'None', 'NONE', 'nOnE', ''].flatMap((none) => {
      const head = encode({ alg: none, kid, typ: 'JWT' })
      return [`${head}.${payload}.`, `${head}.${payload}.${signature}`, `${head}.${payload}.${'A'.repeat(86)}`]
    })
    const forged: Readonly<Record<string, string>> = {
      ...Object.fromEntries(unsigned.map((one, index) => [`alg none, spelling ${index}`, one])),
      'HMAC with the published key as its secret': hmac('256', JSON.stringify(published)),
      'HMAC with the published point as its secret': hmac('512', String(published?.['x'])),
      'HMAC with an empty secret': hmac('384', ''),
      'another key under the id of ours': signedBy({ alg, kid, typ: 'JWT' }, good),
      'another key without an id': signedBy({ alg, typ: 'JWT' }, good),
      'another key, brought along in the header': signedBy({ alg, kid, jwk }, good),
      'another key, with an address where it is': signedBy({ alg, kid, jku: 'http://127.0.0.1:1/jwks' }, good),
      'another key, with a path for an id': signedBy({ alg, kid: '../../../../dev/null' }, good),
      'another key, with SQL for an id': signedBy({ alg, kid: `' or 1=1 --` }, good),
      'a critical header that nobody knows': signedBy({ alg, kid, crit: ['x'], x: 1 }, good),
      'ours, with another payload': `${header}.${encode({ ...good, sub: 'otto' })}.${signature}`,
      'ours, with another header': `${encode({ alg, kid, typ: 'at+jwt', x: 1 })}.${payload}.${signature}`,
      'ours, without the end of its signature': token.slice(0, -4),
      'ours, without its signature': `${header}.${payload}.`,
      'ours, with a part more': `${token}.${signature}`,
      'ours, twice': `${token},${token}`,
    }
    for (const [what, one] of Object.entries(forged)) {
      const found = await statuses(one)
      tries.holds(
        `${what}: ${found}`,
        found.every((status) => status === 401 || status === 400),
      )
    }
  })

  attack('token confusion: another workspace’s', async (tries) => {
    const { own, other } = target()
    const token = await signTruly(claimsOf('otto'))
    tries.holds('it is good there', (await target().ask('/v1/me', { key: token })).text.includes(other.workspaceId))
    for (const headers of [{}, { 'x-switchboard-workspace': own.workspaceId }] as Record<string, string>[]) {
      for (const path of [
        ...[`/v1/messages/${own.message}`, `/v1/conversations/${own.conversation}`, `/v1/accounts/${own.account}`],
        ...[`/v1/conversations/${own.conversation}/messages`],
      ]) {
        const { status, text } = await target().ask(path, { key: token, headers })
        tries.holds(`${path}: ${status}`, status === 404 && !text.includes('words of our own'))
      }
      for (const path of ['/v1/conversations', '/v1/accounts', '/v1/messages']) {
        const { text } = await target().ask(path, { key: token, headers })
        tries.holds(path, !text.includes(own.account) && !text.includes('words of our own'))
      }
    }
    const mine = await signTruly(claimsOf('anna'))
    for (const path of ['/v1/conversations', '/v1/messages', '/v1/accounts']) {
      const { text } = await target().ask(path, { key: mine })
      tries.holds(path, !text.includes(otherSecret) && !text.includes(other.account))
    }
  })
}
