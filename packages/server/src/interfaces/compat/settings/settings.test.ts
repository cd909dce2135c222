import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../../testing/test-app.ts'
import { testAccountRoutes } from '../../rest/accounts/account-routes.case.ts'
import { showAccount, showAccounts } from '../../rest/accounts/account-routes.ts'
import { registerCompatSettings } from './index.ts'

const token = 'EAAG-a-token-of-the-test'
let server: TestApp
let headers: { authorization: string }
beforeAll(async () => {
  server = await createTestApp(({ app, database }) => {
    const routes = testAccountRoutes(database)
    registerCompatSettings(app, {
      desk: routes.desk,
      list: (workspaceId) => showAccounts(routes, workspaceId),
      show: (workspaceId, id) => showAccount(routes, workspaceId, id),
      onEvents: () => {},
    })
  })
  headers = await server.headersOf('accounts:manage')
})
afterAll(() => server[Symbol.asyncDispose]())

const ask = async (method: 'PUT' | 'DELETE', path: string, payload?: object) => {
  const url = `/api/settings/whatsapp-providers${path}`
  const response = await server.app.inject({ method, url, headers, ...(payload && { payload }) })
  return { status: response.statusCode, body: response.json(), text: response.body }
}
const config = { phoneNumberId: '106', accessToken: token }

test('a provider is created, then changed by the same call; its token does not come back', async () => {
  const made = await ask('PUT', '', { workspaceId: server.workspaceId, type: 'CloudApi', config })
  expect(made.status).toBe(200)
  expect(made.body).toMatchObject({
    workspaceId: server.workspaceId,
    type: 'CloudApi',
    config: { externalId: '106', secretsSet: ['accessToken'] },
    createdAt: expect.any(String),
  })
  expect(made.text).not.toContain(token)
  const { id } = made.body
  const more = { ...config, businessAccountId: '207', name: 'Shop' }
  const changed = await ask('PUT', '', { id, type: 'CloudApi', config: more })
  expect(changed.body).toMatchObject({ id, config: { businessAccountId: '207', name: 'Shop' } })
  const { rows } = await server.database.pool.query('select count(*)::int as count from accounts')
  expect(rows[0].count).toBe(1)
})

test('the test provider needs no config, and saving it twice makes one', async () => {
  const [first, second] = [await ask('PUT', '', { type: 'Test' }), await ask('PUT', '', { type: 'Test', config: {} })]
  expect(first.body).toMatchObject({ type: 'Test', id: second.body.id })
})

test('the default is switched, and then the former one can be deleted, by body or by address', async () => {
  const test = (await ask('PUT', '', { type: 'Test' })).body.id
  const meta = (await ask('PUT', '', { type: 'CloudApi', config })).body.id
  expect((await ask('DELETE', '', { id: meta })).body.code).toBe('account-is-default')
  expect((await ask('PUT', '/default', { whatsappProviderId: test })).body).toEqual({
    workspaceId: server.workspaceId,
    whatsappProviderId: test,
  })
  expect((await ask('DELETE', '', { workspaceId: server.workspaceId, id: meta })).body.id).toBe(meta)
  expect((await ask('DELETE', `?id=${test}`)).status).toBe(200)
})

test.each([
  [
    'WhatsAppMCP, which this version can not reach',
    { type: 'WhatsAppMCP', config: { url: 'http://mcp:3000' } },
    422,
    /MCP server, so nothing was saved.*CloudApi/,
  ],
  ['an unknown type', { type: 'Pigeon' }, 422, /no provider type/],
  [
    'a config without its token',
    { type: 'CloudApi', config: { phoneNumberId: '1' } },
    400,
    /body\.config\.accessToken/,
  ],
  ['an unknown field in config', { type: 'CloudApi', config: { ...config, colour: 1 } }, 400, /body\.config.*colour/],
  ['an unknown field', { type: 'Test', createdBy: 'me' }, 400, /createdBy/],
  ['another workspace', { type: 'Test', workspaceId: 'elsewhere' }, 403, /leave it out/],
  ['an id that we did not give', { type: 'Test', id: '01a1fccb-3523-71b0-87fb-70f8ed8d5375' }, 404, /Leave the id out/],
])('%s is refused with a reason, and never a silent success', async (_, body, status, words) => {
  const refused = await ask('PUT', '', body)
  expect([refused.status, refused.body.detail]).toEqual([status, expect.stringMatching(words)])
  expect(refused.text).not.toContain(token)
})

test('deleting nothing in particular is refused', async () => {
  expect((await ask('DELETE', '')).body.detail).toContain('body.id')
  expect((await ask('DELETE', '', { id: '01a1fccb-3523-71b0-87fb-70f8ed8d5375' })).status).toBe(404)
})
