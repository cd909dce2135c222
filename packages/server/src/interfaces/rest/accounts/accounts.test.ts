import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findConnections } from '../../../accounts/find-connections.ts'
import { createTestApp, type TestApp } from '../../../testing/test-app.ts'
import { type GraphStub, graphError, startGraphStub } from '../../../transports/cloud-api/graph-stub.case.ts'
import { cloudApiTransport } from '../../../transports/cloud-api/transport.ts'
import { testTransport } from '../../../transports/test/transport.ts'
import { twilioTransport } from '../../../transports/twilio/transport.ts'
import { testAccountRoutes } from './account-routes.case.ts'
import type { AccountRoutes } from './account-routes.ts'
import { registerAccounts } from './index.ts'

const token = 'EAAGgraphSecretToken'
const appSecret = '0123456789abcdef0123456789abcdef'
const authToken = 'feedfacefeedfacefeedfacefeedface'
const secrets = [token, appSecret, authToken, 'a-second-token-of-the-test', 'a verify token'.replaceAll(' ', '-')]

let server: TestApp
let stub: GraphStub
let routes: AccountRoutes
let headers: { authorization: string }

beforeAll(async () => {
  stub = await startGraphStub()
  const cloudApi = cloudApiTransport({ baseUrl: stub.baseUrl, apiVersion: 'v23.0' })
  const twilio = twilioTransport({ baseUrl: stub.baseUrl })
  server = await createTestApp((test) => {
    routes = testAccountRoutes(test.database, {
      transports: { 'cloud-api': cloudApi, twilio, test: testTransport() },
    })
    registerAccounts(test.app, routes)
  })
  headers = await server.headersOf('accounts:manage', 'accounts:read', 'contacts:read')
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await stub[Symbol.asyncDispose]()
})

const ask = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object, as = headers) => {
  const response = await server.app.inject({
    method,
    url: `/v1/accounts${url}`,
    headers: as,
    ...(payload && { payload }),
  })
  return { status: response.statusCode, body: response.json(), text: response.body }
}
const cloudApi = (more: object = {}) => ({ transport: 'cloud-api', phoneNumberId: '106', accessToken: token, ...more })
const twilio = (more: object = {}) => ({
  transport: 'twilio',
  sender: 'whatsapp:+14155238886',
  accountSid: 'AC0123456789abcdef',
  authToken,
  ...more,
})
const eventsOf = async (accountId: string) => {
  const { rows } = await server.database.pool.query(
    'select type, data from events where account_id = $1 order by seq',
    [accountId],
  )
  return rows
}

test('numbers of two transports live in one workspace; the first is the default until another one is', async () => {
  const meta = await ask(
    'POST',
    '',
    cloudApi({ name: 'Shop', businessAccountId: '207', appSecret, verifyToken: 'a-verify-token' }),
  )
  expect(meta.status).toBe(201)
  expect(meta.body).toMatchObject({
    transport: 'cloud-api',
    externalId: '106',
    businessAccountId: '207',
    name: 'Shop',
    isDefault: true,
    discovered: false,
    state: 'active',
    secrets: [
      { name: 'accessToken', setAt: expect.any(String) },
      { name: 'appSecret', setAt: expect.any(String) },
      { name: 'verifyToken', setAt: expect.any(String) },
    ],
    settings: { sendPolicy: 'allow', pairBurst: 10, pairSeconds: 6, coexistence: false, messagesPerSecond: null },
    connection: { ready: true, detail: expect.any(String) },
  })
  const other = await ask('POST', '', twilio())
  expect(other.body).toMatchObject({
    externalId: '14155238886',
    displayPhoneNumber: '+14155238886',
    businessAccountId: 'AC0123456789abcdef',
    isDefault: false,
    secrets: [{ name: 'authToken' }],
  })
  expect((await ask('POST', `/${other.body.id}/default`)).body.isDefault).toBe(true)
  const { items } = (await ask('GET', '')).body
  expect(items.map((item: { transport: string; isDefault: boolean }) => [item.transport, item.isDefault])).toEqual([
    ['twilio', true],
    ['cloud-api', false],
  ])
  expect((await ask('POST', `/${other.body.id}/default`)).status).toBe(200)
  expect((await eventsOf(other.body.id)).map(({ type }) => type)).toEqual(['account.added', 'account.default_changed'])
  expect((await eventsOf(meta.body.id))[0].data).toEqual({
    transport: 'cloud-api',
    externalId: '106',
    isDefault: true,
    secrets: ['accessToken', 'appSecret', 'verifyToken'],
    adopted: false,
  })
})

const idOf = async (transport: string): Promise<string> => {
  const { items } = (await ask('GET', '')).body
  return items.find((item: { transport: string }) => item.transport === transport).id
}

test('what is given changes, null takes away, the rest stays; each change is an event', async () => {
  const id = await idOf('cloud-api')
  const settings = { defaultRegion: 'DE', coexistence: true, sendPolicy: 'approve', allow: ['+4915123456789'] }
  const change = { name: null, verifyToken: null, accessToken: 'a-second-token-of-the-test', state: 'paused', settings }
  const { status, body } = await ask('PATCH', `/${id}`, change)
  expect(status).toBe(200)
  expect(body).toMatchObject({
    name: null,
    state: 'paused',
    businessAccountId: '207',
    settings: { ...settings, pairBurst: 10 },
  })
  expect(body.secrets.map(({ name }: { name: string }) => name)).toEqual(['accessToken', 'appSecret'])
  expect((await routes.services.accountOf(id)).secrets).toEqual({
    accessToken: 'a-second-token-of-the-test',
    appSecret,
  })
  expect((await eventsOf(id)).at(-1)).toEqual({
    type: 'account.changed',
    data: {
      changed: [
        ...['name', 'state', 'accessToken', 'verifyToken'],
        ...['settings.defaultRegion', 'settings.coexistence', 'settings.sendPolicy', 'settings.allow'],
      ],
      secrets: ['accessToken', 'verifyToken'],
      state: 'paused',
    },
  })
  const back = {
    accessToken: token,
    state: 'active',
    settings: { sendPolicy: 'allow', allow: null, coexistence: false },
  }
  expect((await ask('PATCH', `/${id}`, back)).body).toMatchObject({
    state: 'active',
    settings: { sendPolicy: 'allow', allow: null, coexistence: false, defaultRegion: 'DE' },
  })
})

test.each([
  ['a field of nobody', cloudApi({ token }), /token/],
  ["another transport's field", cloudApi({ authToken }), /authToken/],
  ['no token', cloudApi({ accessToken: undefined }), /accessToken/],
  ['a token that is none', cloudApi({ accessToken: 'two words of it' }), /without spaces/],
  ['a phone in place of its id', cloudApi({ phoneNumberId: '+49 151' }), /digits only/],
  ['a transport that is none', { transport: 'pigeon' }, /transport/],
  ['neither auth token nor API key', twilio({ authToken: undefined }), /apiKeySid and apiKeySecret/],
  [
    'a Messaging Service in place of a number',
    twilio({ sender: undefined, messagingServiceSid: 'MG12345678' }),
    /sender/,
  ],
  ['a country that is none', cloudApi({ phoneNumberId: '1', settings: { defaultRegion: 'XX' } }), /no country/],
  ['an unknown setting', cloudApi({ settings: { speed: 9 } }), /speed/],
  [
    '80 a second on coexistence',
    cloudApi({ phoneNumberId: '1', settings: { coexistence: true, messagesPerSecond: 80 } }),
    /carries 20 a second/,
  ],
])('%s is refused, with where it is', async (_, body, words) => {
  const { status, body: problem, text } = await ask('POST', '', body)
  expect([status, problem.code]).toEqual([400, 'invalid-request'])
  expect(problem.detail).toMatch(words)
  for (const secret of secrets) expect(text).not.toContain(secret)
})

test('a number that is connected is refused again, with what to do', async () => {
  const id = await idOf('cloud-api')
  const { status, body } = await ask('POST', '', cloudApi())
  expect([status, body.code]).toEqual([409, 'account-exists'])
  expect(body.detail).toContain(`PATCH /v1/accounts/${id}`)
  expect((await ask('POST', '', twilio({ sender: '+14155238886' }))).body.code).toBe('account-exists')
})

test.each([
  [
    'a field of another transport',
    { authToken },
    /authToken: is not a field of cloud-api accounts; they have businessAccountId, accessToken/,
  ],
  ['the number itself', { phoneNumberId: '107' }, /phoneNumberId/],
  ['nothing', {}, /names nothing to change/],
  ['a disabled state', { state: 'disabled' }, /state/],
  ['no token at all', { accessToken: null }, /accessToken/],
])('a change of %s is refused', async (_, change, words) => {
  const { status, body } = await ask('PATCH', `/${await idOf('cloud-api')}`, change)
  expect([status, body.detail]).toEqual([400, expect.stringMatching(words)])
})

test('JSON that is broken in the middle of a token is not quoted', async () => {
  const response = await server.app.inject({
    method: 'POST',
    url: '/v1/accounts',
    headers: { ...headers, 'content-type': 'application/json' },
    payload: `{"transport":"cloud-api","accessToken":"${token}" oops`,
  })
  expect(response.statusCode).toBe(400)
  expect(response.body).not.toContain(token.slice(0, 6))
})

test('the default can not be taken away while there are others; the last one can', async () => {
  const [meta, other] = [await idOf('cloud-api'), await idOf('twilio')]
  const refused = await ask('DELETE', `/${other}`)
  expect([refused.status, refused.body.code]).toEqual([409, 'account-is-default'])
  expect(refused.body.detail).toContain('/default')
  expect((await ask('DELETE', `/${meta}`)).body).toMatchObject({ state: 'disabled', secrets: [], isDefault: false })
  expect((await ask('DELETE', `/${meta}`)).status).toBe(200)
  expect((await ask('DELETE', `/${other}`)).body).toMatchObject({ state: 'disabled', secrets: [] })
  expect((await ask('PATCH', `/${meta}`, { state: 'active' })).body.code).toBe('account-disabled')
  expect((await ask('POST', `/${meta}/default`)).body.code).toBe('account-disabled')
  await expect(routes.services.accountOf(meta)).rejects.toMatchObject({ sentence: 'The account was taken away.' })
  // Connected again it is the same account, with its history.
  const again = await ask('POST', '', cloudApi({ businessAccountId: '207', appSecret }))
  expect(again).toMatchObject({ status: 200, body: { id: meta, state: 'active', isDefault: true } })
  expect((await ask('POST', '', twilio())).body).toMatchObject({ id: other, isDefault: false })
})

test('a number that was only seen in webhooks becomes the account, and keeps its id', async () => {
  const { rows } = await server.database.pool.query(
    `insert into accounts (id, workspace_id, transport, external_id, discovered) values (uuidv7(), $1, 'cloud-api', '333', true) returning id`,
    [server.workspaceId],
  )
  const { status, body } = await ask('POST', '', cloudApi({ phoneNumberId: '333' }))
  expect([status, body.id, body.discovered]).toEqual([200, rows[0].id, false])
})

test('another workspace sees, changes and takes nothing', async () => {
  const id = await idOf('cloud-api')
  const { rows } = await server.database.pool.query(
    `insert into workspaces (id, name) values (uuidv7(), 'other') returning id`,
  )
  await server.database.pool.query(`update accounts set workspace_id = $1 where id = $2`, [rows[0].id, id])
  const calls = [
    ['GET', `/${id}`],
    ['PATCH', `/${id}`, { name: 'x' }],
    ['DELETE', `/${id}`],
    ['POST', `/${id}/default`],
    ['POST', `/${id}/check`],
    ['GET', `/${id}/profile`],
    ['GET', `/${id}/blocked`],
  ] as const
  for (const [method, url, body] of calls) expect([url, (await ask(method, url, body)).status]).toEqual([url, 404])
  const taken = await ask('POST', '', cloudApi())
  expect([taken.status, taken.body.code]).toEqual([409, 'account-exists'])
  expect(taken.body.detail).not.toContain(id)
  await server.database.pool.query(`update accounts set workspace_id = $1 where id = $2`, [server.workspaceId, id])
})

test('a check says of each part what is so', async () => {
  stub.on(({ url }) =>
    url.includes('/207/phone_numbers') ? { status: 200, json: { data: [{ id: '106' }] } } : undefined,
  )
  const { body } = await ask('POST', `/${await idOf('cloud-api')}/check`)
  expect(body).toEqual({
    ok: true,
    parts: [
      { part: 'secrets', ok: true, detail: 'It is reached with what is stored in it.' },
      { part: 'provider', ok: true, detail: 'CONNECTED, quality GREEN' },
      { part: 'webhook', ok: true, detail: 'Its webhooks can be verified.' },
    ],
    findings: ['accessToken', 'phoneNumberId', 'businessAccountId', 'appSecret', 'registration'].map((field) =>
      expect.objectContaining({ field, state: 'ok' }),
    ),
  })
  const wrong = await ask('POST', '', cloudApi({ phoneNumberId: '444' }))
  const { parts, ok } = (await ask('POST', `/${wrong.body.id}/check`)).body
  expect(ok).toBe(false)
  expect(parts).toMatchObject([
    { part: 'secrets', ok: true },
    { part: 'provider', ok: false, detail: expect.stringMatching(/\.$/) },
    { part: 'webhook', ok: false, detail: expect.stringContaining('WHATSAPP_APP_SECRET') },
  ])
})

test('secrets of another key make no crash: lists say so, a check says so, a send is told so', async () => {
  const id = await idOf('cloud-api')
  const other = testAccountRoutes(server.database, { key: randomBytes(32) })
  const { connections, accountOf } = other.services
  const access = (await findConnections(server.database.pool, server.workspaceId, id)).get(id)
  const said =
    /accessToken, appSecret cannot be opened: sealed with the key \w+, and this server has \w+\. Give it the former key/
  expect(access && connections.of(access)).toEqual({
    ready: false,
    detail: expect.stringMatching(said),
    simulated: false,
  })
  await expect(accountOf(id)).rejects.toMatchObject({ outcome: 'not-sent', sentence: expect.stringMatching(said) })
})

test('number and business profile are those that the provider has now', async () => {
  stub.on((request) =>
    request.url.includes('whatsapp_business_profile')
      ? { status: 200, json: { data: [{ about: 'Bread', websites: ['https://example.com'] }] } }
      : undefined,
  )
  const { body } = await ask('GET', `/${await idOf('cloud-api')}/profile`)
  expect(body).toMatchObject({
    number: { externalId: '106', qualityRating: 'GREEN', status: 'CONNECTED', verifiedName: null },
    business: { about: 'Bread', websites: ['https://example.com'], email: null },
  })
  stub.on(() => graphError(401, 190, `Malformed access token ${token}`))
  const refused = await ask('GET', `/${await idOf('cloud-api')}/profile`)
  expect([refused.status, refused.body.code]).toEqual([502, 'provider-refused'])
  expect(refused.body.detail).toContain('(code 190)')
  expect(refused.text).not.toContain(token)
  const cannot = await ask('GET', `/${await idOf('twilio')}/profile`)
  expect([cannot.status, cannot.body.code]).toEqual([422, 'account-cannot'])
})

test('people are blocked by phone, user id or contact; each is done or refused by itself', async () => {
  const id = await idOf('cloud-api')
  const failed = [
    { input: '+4915123456788', errors: [{ message: 'no', error_data: { details: 'not within 24 hours' } }] },
  ]
  stub.on((request) => {
    if (request.method === 'GET') return { status: 200, json: { data: [{ wa_id: '4915123456789' }] } }
    const error = { message: '(#139100) Failed', type: 'OAuthException', code: 139_100 }
    return { status: 400, json: { error, block_users: { added_users: [], failed_users: failed } } }
  })
  const people = ['0151 23456788', 'GB.7abc', '01a1fccb-3523-71b0-87fb-70f8ed8d5375', 'somebody']
  const { status, body } = await ask('POST', `/${id}/blocked`, { people })
  expect(status).toBe(200)
  expect(body).toEqual({
    done: ['GB.7abc'],
    refused: [
      { person: people[2], reason: expect.stringContaining('no such contact') },
      { person: people[3], reason: expect.stringContaining('neither a phone number') },
      { person: people[0], reason: 'not within 24 hours' },
    ],
  })
  expect((await ask('DELETE', `/${id}/blocked`, { people: ['0151 23456788'] })).body.refused).toHaveLength(1)
  expect((await ask('GET', `/${id}/blocked`)).body).toEqual({ items: [{ waId: '4915123456789' }], complete: true })
  expect((await ask('GET', `/${await idOf('twilio')}/blocked`)).body.code).toBe('account-cannot')
  expect((await ask('POST', `/${id}/blocked`, { people: [] })).status).toBe(400)
})

test('reading needs accounts:read, changing accounts:manage', async () => {
  const reader = await server.headersOf('accounts:read')
  expect((await ask('GET', '', undefined, reader)).status).toBe(200)
  expect((await ask('POST', '', cloudApi(), reader)).status).toBe(403)
})

test('of several who connect the same number at once one does; of several defaults one is', async () => {
  const same = await Promise.all(Array.from({ length: 5 }, () => ask('POST', '', cloudApi({ phoneNumberId: '900' }))))
  expect(same.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409])
  const others = ['901', '902', '903', '904'].map((phoneNumberId) =>
    ask('POST', '', cloudApi({ phoneNumberId, isDefault: true })),
  )
  expect((await Promise.all(others)).map(({ status }) => status)).toEqual([201, 201, 201, 201])
  const { items } = (await ask('GET', '')).body
  expect(items.filter((item: { isDefault: boolean }) => item.isDefault)).toHaveLength(1)
})

test('each change is in the audit, with the account and without what was given', async () => {
  const { body } = await ask('POST', '', cloudApi({ phoneNumberId: '905' }))
  await ask('PATCH', `/${body.id}`, { accessToken: 'a-second-token-of-the-test' })
  await ask('DELETE', `/${body.id}`)
  const targets = async () => {
    const { rows } = await server.database.pool.query('select target from audit where subject = $1 order by at, id', [
      body.id,
    ])
    return rows.map(({ target }) => target)
  }
  await expect.poll(targets).toEqual(['POST /v1/accounts', 'PATCH /v1/accounts/:id', 'DELETE /v1/accounts/:id'])
})

test('no secret is in any row of the database', async () => {
  const { pool } = server.database
  const { rows: tables } = await pool.query(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  )
  let looked = 0
  for (const { name } of tables) {
    const { rows } = await pool.query(`select t::text as row from ${name} t`)
    for (const { row } of rows)
      for (const secret of secrets) expect([name, row.includes(secret)]).toEqual([name, false])
    looked += rows.length
  }
  expect(looked).toBeGreaterThan(20)
})
