import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWebhookSightings } from '../../../accounts/webhook-sightings.ts'
import { type Simulator, startSimulator } from '../../../simulator/simulator.ts'
import { createTestApp, type TestApp } from '../../../testing/test-app.ts'
import { cloudApiTransport } from '../../../transports/cloud-api/transport.ts'
import { type StubProvider, startStubProvider } from '../../../transports/stub-provider.case.ts'
import { testTransport } from '../../../transports/test/transport.ts'
import { twilioTransport } from '../../../transports/twilio/transport.ts'
import { registerCloudApiWebhook } from '../../webhooks/cloud-api.ts'
import { testAccountRoutes } from './account-routes.case.ts'
import { registerAccounts } from './index.ts'

/* Setting up a number: what the provider says of each credential before it is saved, and that it speaks to us afterwards. */

const appSecret = 'f00df00df00df00df00df00df00df00d'
const verifyToken = 'words-of-the-test'
const authToken = 'feedfacefeedfacefeedfacefeedface'
const twilioLogin = `Basic ${Buffer.from(`AC0123456789abcdef:${authToken}`).toString('base64')}`

let server: TestApp
let simulator: Simulator
let twilio: StubProvider
let url: string
let headers: { authorization: string }
const base: { current: string | undefined } = { current: undefined }

beforeAll(async () => {
  simulator = await startSimulator({
    appSecret,
    phoneNumbers: [
      { id: '106', businessAccountId: '207', displayPhoneNumber: '+1 555-010-0106', verifiedName: 'Bread & Co' },
      { id: '108', businessAccountId: '209', displayPhoneNumber: '+1 555-010-0108', status: 'PENDING' },
    ],
  })
  twilio = await startStubProvider(({ url: asked, headers: given }) => {
    if (given.authorization !== twilioLogin) return { status: 401, json: { code: 20003, message: 'Authenticate' } }
    if (asked.includes('/Accounts/')) return { status: 200, json: { status: 'active' } }
    if (asked.includes('/Services/')) return { status: 404, json: { code: 20404 } }
    const senders = [
      { sender_id: 'whatsapp:+14155550100', status: 'ONLINE' },
      { sender_id: 'whatsapp:+14155550101', status: 'OFFLINE' },
    ]
    return { status: 200, json: { senders } }
  })
  server = await createTestApp((test) => {
    const { database, app } = test
    const { pool } = database
    const routes = testAccountRoutes(database, {
      transports: {
        'cloud-api': cloudApiTransport({ baseUrl: simulator.url }),
        twilio: twilioTransport({ baseUrl: twilio.baseUrl }),
        test: testTransport(),
      },
    })
    const publicAddress = { base: () => base.current, reachedBy: () => (base.current ? ('tunnel' as const) : null) }
    registerAccounts(app, { ...routes, publicAddress })
    const accountsVerifiedBy = (token: string) => (token === verifyToken ? [accountId] : [])
    const sightings = startWebhookSightings({
      db: pool,
      log: { warn: () => expect.fail('it is written') },
      accountsVerifiedBy,
      everyMilliseconds: 20,
    })
    test.app.addHook('onClose', () => sightings[Symbol.asyncDispose]())
    void registerCloudApiWebhook(app, {
      inbox: { take: (_body, _transport, _shard, done) => done(null, 'stored') },
      verifyTokens: () => [verifyToken],
      appSecrets: () => [appSecret],
      accountKeyOf: () => '106',
      observe: {
        sawAccount: (key) => sightings.saw('cloud-api', key),
        verified: (token) => sightings.verified(token),
      },
    })
  })
  url = await server.app.listen({ port: 0, host: '127.0.0.1' })
  headers = await server.headersOf('accounts:manage', 'accounts:read')
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await simulator[Symbol.asyncDispose]()
  await twilio[Symbol.asyncDispose]()
})

let accountId = ''
const ask = async (method: 'GET' | 'POST', path: string, payload?: object) => {
  const response = await server.app.inject({ method, url: `/v1/accounts${path}`, headers, ...(payload && { payload }) })
  return { status: response.statusCode, body: response.json() }
}
const cloudApi = (more: object = {}) => ({
  transport: 'cloud-api',
  phoneNumberId: '106',
  businessAccountId: '207',
  accessToken: 'a-token-that-works',
  appSecret,
  ...more,
})
const twilioDraft = (more: object = {}) => ({
  transport: 'twilio',
  sender: 'whatsapp:+14155550100',
  accountSid: 'AC0123456789abcdef',
  authToken,
  ...more,
})
const wrongOf = async (draft: object) => {
  const { body } = await ask('POST', '/check', draft)
  return Object.fromEntries(
    body.findings
      .filter(({ state }: { state: string }) => state === 'wrong')
      .map(({ field, detail }: { field: string; detail: string }) => [field, detail]),
  )
}

test('what is right is said of each credential, and nothing is saved', async () => {
  const { body } = await ask('POST', '/check', cloudApi())
  expect(body).toMatchObject({
    ok: true,
    findings: ['accessToken', 'phoneNumberId', 'businessAccountId', 'appSecret', 'registration'].map((field) => ({
      field,
      state: 'ok',
    })),
    number: { displayPhoneNumber: '+1 555-010-0106', verifiedName: 'Bread & Co', qualityRating: 'GREEN' },
  })
  expect((await ask('POST', '/check', twilioDraft())).body).toMatchObject({ ok: true })
  expect((await ask('GET', '')).body.items).toEqual([])
})

test.each([
  ['an expired token', { accessToken: 'expired-token' }, 'accessToken', /has expired/],
  [
    'a token without the permission',
    { accessToken: 'no-permission' },
    'accessToken',
    /lacks the permission whatsapp_b/,
  ],
  ['an unknown number', { phoneNumberId: '999' }, 'phoneNumberId', /knows no number 999/],
  [
    'another business account',
    { businessAccountId: '209' },
    'businessAccountId',
    /not one of the WhatsApp account 209/,
  ],
  ['an unknown business account', { businessAccountId: '1' }, 'businessAccountId', /knows no WhatsApp account 1/],
  ['the secret of another app', { appSecret: '0'.repeat(32) }, 'appSecret', /not the secret of the app/],
  ['a number that is not registered', { phoneNumberId: '108', businessAccountId: '209' }, 'registration', /PENDING/],
])('of %s it is said what is wrong, and of nothing else', async (_what, draft, field, sentence) => {
  expect(await wrongOf(cloudApi(draft))).toEqual({ [field]: expect.stringMatching(sentence) })
})

test.each([
  ['a wrong auth token', { authToken: 'deadbeefdeadbeefdeadbeef' }, 'authToken', /does not accept this auth token/],
  ['a number that is no sender', { sender: '+14155550199' }, 'sender', /no WhatsApp sender of this Twilio account/],
  ['a sender that is offline', { sender: '+14155550101' }, 'sender', /OFFLINE/],
  ['an unknown service', { messagingServiceSid: 'MG00000000' }, 'messagingServiceSid', /no such Messaging Service/],
])('at Twilio of %s too', async (_what, draft, field, sentence) => {
  expect(await wrongOf(twilioDraft(draft))).toEqual({ [field]: expect.stringMatching(sentence) })
})

test('a token that Meta refuses is wrong, and what depends on it was not asked', async () => {
  await using strict = await startSimulator({
    accessToken: 'the-right-one',
    appSecret,
    phoneNumbers: simulator.numbers,
  })
  await using transport = cloudApiTransport({ baseUrl: strict.url })
  const report = await transport.checkCredentials?.({
    accountId: 'draft',
    externalId: '106',
    businessAccountId: '207',
    secrets: { accessToken: 'a-token-nobody-knows', appSecret },
    settings: {},
  })
  expect(report?.findings.map(({ field, state }) => [field, state])).toEqual([
    ['accessToken', 'wrong'],
    ['phoneNumberId', 'unclear'],
    ['businessAccountId', 'unclear'],
    ['appSecret', 'unclear'],
  ])
  expect(JSON.stringify(report)).not.toContain('a-token-nobody-knows')
})

test('the form of each transport names its fields, and which of them are secret', async () => {
  const { items } = (await ask('GET', '/forms')).body
  const secretsOf = Object.fromEntries(
    items.map(({ transport, fields }: { transport: string; fields: { name: string; secret: boolean }[] }) => [
      transport,
      fields.filter(({ secret }) => secret).map(({ name }) => name),
    ]),
  )
  expect(secretsOf).toEqual({
    'cloud-api': ['accessToken', 'appSecret', 'verifyToken'],
    twilio: ['authToken', 'apiKeySecret'],
    test: [],
  })
})

test('webhooks are asked for, the provider looks at the address, and both are noticed', async () => {
  accountId = (await ask('POST', '', cloudApi({ verifyToken }))).body.id
  const webhook = async () => (await ask('GET', `/${accountId}/webhook`)).body
  expect(await webhook()).toEqual({
    path: '/webhooks/whatsapp',
    callbackUrl: null,
    reachedBy: null,
    verifyToken: 'account',
    verifiedAt: null,
    lastWebhookAt: null,
  })
  const here = () => ask('POST', `/${accountId}/subscription`, { here: true })
  expect(await here()).toMatchObject({ status: 409, body: { detail: expect.stringContaining('switchboard tunnel') } })
  base.current = 'http://127.0.0.1:9'
  expect(await here()).toMatchObject({ status: 502, body: { code: 'provider-refused' } })
  base.current = url
  const callbackUrl = `${url}/webhooks/whatsapp`
  expect(await here()).toMatchObject({ status: 200, body: { apps: [{ name: 'Simulated app', callbackUrl }] } })
  await expect.poll(async () => (await webhook()).verifiedAt).toMatch(/Z$/)
  expect(await webhook()).toMatchObject({ callbackUrl, reachedBy: 'tunnel', lastWebhookAt: null })
  await simulator.phone('+44 7700 900123').write({ type: 'text', text: 'Hello?' })
  await expect.poll(async () => (await webhook()).lastWebhookAt).toMatch(/Z$/)
})
