import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSeed } from '../../../testing/seed-conversation.ts'
import { createTestApp, type TestApp, testAdminKey } from '../../../testing/test-app.ts'
import { registerMe } from '../me/get.ts'
import { registerKeys } from './index.ts'

let server: TestApp
let accountId: string
let contactId: string
beforeAll(async () => {
  server = await createTestApp(({ app, database, authenticator }) => {
    registerKeys(app, { ...database, systemPool: database.pool, authenticator })
    registerMe(app)
  })
  const seed = createSeed(server.database.pool)
  accountId = await seed.account(server.workspaceId)
  contactId = await seed.contact(server.workspaceId, { phone: '+4915112345003' })
})
afterAll(() => server[Symbol.asyncDispose]())

const admin = { 'x-admin-api-key': testAdminKey }
const scopes = ['keys:manage', 'messages:send']
type Method = 'POST' | 'PATCH' | 'DELETE' | 'GET'
async function call(method: Method, url: string, headers: object, payload?: object, remoteAddress = '127.0.0.1') {
  const given = { method, url, headers: { ...headers }, remoteAddress, ...(payload ? { payload } : {}) }
  const response = await server.app.inject(given)
  return { status: response.statusCode, body: response.json() }
}
async function make(payload: object, headers: object = admin) {
  return call('POST', '/v1/keys', headers, { name: 'shop', scopes, ...payload })
}
const bearer = ({ body }: { readonly body: { readonly key: string } }) => ({ authorization: `Bearer ${body.key}` })

test('limits are kept as they are compared, and shown', async () => {
  const addresses = ['203.0.113.9/24', '::ffff:198.51.100.7']
  const made = await make({ addresses, accounts: [accountId], contacts: [contactId], dailyCap: 20 })
  expect(made).toMatchObject({
    status: 201,
    body: {
      addresses: ['203.0.113.0/24', '198.51.100.7/32'],
      accounts: [accountId],
      contacts: [contactId],
      dailyCap: 20,
      madeBy: 'admin_api:admin_api',
    },
  })
  expect((await call('GET', '/v1/me', bearer(made))).body.code).toBe('address-not-allowed')
  expect((await call('GET', '/v1/me', bearer(made), undefined, '198.51.100.7')).status).toBe(200)
})

test.each([
  ['an address that is none', { addresses: ['example.com'] }],
  ['an empty list, which would reach nobody', { accounts: [] }],
  ['an account of which the workspace knows nothing', { accounts: ['0190b0a0-0000-7000-8000-000000000000'] }],
  ['a contact of which the workspace knows nothing', { contacts: ['0190b0a0-0000-7000-8000-000000000000'] }],
  ['a cap below nothing', { dailyCap: -1 }],
])('%s is refused', async (_what, limits) => {
  expect(await make(limits)).toMatchObject({ status: 400, body: { code: 'invalid-request' } })
})

test('a limited key makes none that has more, and what is not stated is as its own', async () => {
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
  const own = { addresses: ['127.0.0.0/8'], accounts: [accountId], contacts: [contactId], dailyCap: 20, expiresAt }
  const headers = bearer(await make(own))
  const other = await createSeed(server.database.pool).account(server.workspaceId)
  for (const more of [
    { addresses: null },
    { addresses: ['127.0.0.0/7'] },
    { accounts: null },
    { accounts: [accountId, other] },
    { contacts: null },
    { dailyCap: null },
    { dailyCap: 21 },
    { expiresAt: null },
    { expiresAt: new Date(Date.now() + 7_200_000).toISOString() },
    { scopes: [...scopes, 'messages:read'] },
  ])
    expect(await make(more, headers), JSON.stringify(more)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  const child = await make({ dailyCap: 20, addresses: ['127.0.0.1'] }, headers)
  expect(child).toMatchObject({ status: 201, body: { ...own, addresses: ['127.0.0.1/32'] } })
  const { rows } = await server.database.pool.query(
    `select count(distinct coalesce(counts_as, id))::int as counts from api_keys where daily_cap = 20 and expires_at = $1`,
    [expiresAt],
  )
  expect(rows).toEqual([{ counts: 1 }])
})

test('a key is rotated: both work, then only the new one, and whoever has less than it may not', async () => {
  const former = await make({ scopes: ['admin'] })
  const weaker = bearer(await make({}))
  expect((await call('POST', `/v1/keys/${former.body.id}/rotate`, weaker)).status).toBe(403)
  const rotated = await call('POST', `/v1/keys/${former.body.id}/rotate`, admin)
  expect(rotated).toMatchObject({ status: 201, body: { former: { id: former.body.id, replacedBy: rotated.body.id } } })
  expect((await call('GET', '/v1/me', bearer(former))).status).toBe(200)
  expect((await call('GET', '/v1/me', bearer(rotated))).body.id).toBe(rotated.body.id)
  const again = await call('POST', `/v1/keys/${former.body.id}/rotate`, admin)
  expect(again).toMatchObject({ status: 409, body: { code: 'conflict' } })
  const next = await call('POST', `/v1/keys/${rotated.body.id}/rotate`, admin, { overlapHours: 0 })
  expect((await call('GET', '/v1/me', bearer(rotated))).status).toBe(401)
  expect((await call('GET', '/v1/me', bearer(next))).status).toBe(200)
})

test('a change acts on the next call, and nobody widens what is not theirs', async () => {
  const made = await make({})
  const url = `/v1/keys/${made.body.id}`
  expect((await call('GET', '/v1/me', bearer(made))).status).toBe(200)
  const change = await call('PATCH', url, admin, { addresses: ['203.0.113.0/24'], dailyCap: 3 })
  expect(change).toMatchObject({ status: 200, body: { addresses: ['203.0.113.0/24'], dailyCap: 3, sendPolicy: null } })
  expect((await call('GET', '/v1/me', bearer(made))).status).toBe(403)
  expect((await call('PATCH', url, admin, { addresses: null })).body).toMatchObject({ addresses: null, dailyCap: 3 })
  expect((await call('PATCH', url, bearer(made), { dailyCap: null })).status).toBe(403)
  expect((await call('PATCH', url, admin, {})).status).toBe(400)
  const owner = await make({ scopes: ['admin'], addresses: ['203.0.113.0/24'] })
  const stranger = bearer(await make({}))
  expect((await call('PATCH', `/v1/keys/${owner.body.id}`, stranger, { addresses: null })).status).toBe(403)
})

test('a request that names an account or contact out of reach is refused, whether there is one or not', async () => {
  const headers = bearer(await make({ scopes: ['admin'], accounts: [accountId], contacts: [contactId] }))
  const elsewhere = '0190b0a0-0000-7000-8000-000000000000'
  const look = async (query: string) => (await call('GET', `/v1/me?${query}`, headers)).body.code
  expect(await look(`accountId=${elsewhere}`)).toBe('out-of-reach')
  expect(await look(`contactId=${elsewhere}`)).toBe('out-of-reach')
  expect(await look(`accountId=${accountId}&contactId=${contactId.toUpperCase()}`)).not.toBe('out-of-reach')
})
