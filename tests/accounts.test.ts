import { createHmac } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { noDelays } from '../packages/server/src/simulator/options.ts'
import { type Simulator, startSimulator } from '../packages/server/src/simulator/simulator.ts'
import { createTestDatabase, type TestDatabase } from '../packages/server/src/testing/index.ts'
import {
  type StubProvider,
  type StubRequest,
  startStubProvider,
} from '../packages/server/src/transports/stub-provider.case.ts'
import { type Running, serve, switchboard, temporaryDirectory } from './support/switchboard.ts'

/*
 * Two numbers that are configured over REST alone, one at Meta (the simulator) and one at Twilio (a stand-in on loopback): they
 * receive, they send, and what they are reached with is nowhere to be read.
 */
const metaToken = 'EAAGtokenOfTheNumberAtMeta'
const metaSecret = 'f00df00df00df00df00df00df00df00d'
const verifyToken = 'the-verify-token-of-the-number'
const authToken = 'beefbeefbeefbeefbeefbeefbeefbeef'
const accountSid = 'AC00000000000000000000000000000001'
const allSecrets = [metaToken, metaSecret, verifyToken, authToken]
const phoneNumberId = '15550100100009'
const publicBaseUrl = 'https://desk.example.com'
const admin = { 'x-admin-api-key': 'the owner of this test', 'content-type': 'application/json' }

const directory = temporaryDirectory()
let database: TestDatabase
let simulator: Simulator
let twilio: StubProvider
let server: Running
const output: (() => string)[] = []
const answers: string[] = []

async function start(more: Record<string, string> = {}): Promise<Running> {
  const running = await serve(directory.path, {
    DATABASE_URL: database.connectionString,
    ADMIN_API_KEY: 'the owner of this test',
    WHATSAPP_BASE_URL: simulator.url,
    TWILIO_BASE_URL: twilio.baseUrl,
    PUBLIC_BASE_URL: publicBaseUrl,
    LOG_LEVEL: 'debug',
    ...more,
  })
  output.push(() => running.stdout() + running.stderr())
  return running
}

beforeAll(async () => {
  database = await createTestDatabase()
  simulator = await startSimulator({
    accessToken: metaToken,
    appSecret: metaSecret,
    phoneNumbers: [{ id: phoneNumberId, displayPhoneNumber: '+1 555-010-0109', businessAccountId: '15550100100002' }],
    delays: noDelays,
    seed: 'accounts',
  })
  twilio = await startStubProvider(({ url }) => ({
    status: url.endsWith('/Messages.json') ? 201 : 200,
    json: {
      sid: `SM${'0'.repeat(31)}${twilio.requests.length}`,
      status: url.endsWith('/Messages.json') ? 'queued' : 'active',
    },
  }))
  server = await start()
  simulator.setWebhookUrl(`${server.url}/webhooks/whatsapp`)
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await twilio[Symbol.asyncDispose]()
  await simulator[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
  directory[Symbol.dispose]()
})

type Json = Record<string, unknown>
const call = async (method: string, address: string, body?: unknown): Promise<{ status: number; body: Json }> => {
  const { 'content-type': type, ...key } = admin
  const sent =
    body === undefined ? { headers: key } : { headers: { ...key, 'content-type': type }, body: JSON.stringify(body) }
  const response = await fetch(server.url + address, { method, ...sent })
  const text = await response.text()
  answers.push(text)
  return { status: response.status, body: JSON.parse(text) as Json } // every answer is an object
}
const items = async (address: string) => (await call('GET', address)).body['items'] as Json[]
const conversationOf = async (accountId: unknown) => {
  await expect
    .poll(async () => (await items('/v1/conversations')).filter((one) => one['accountId'] === accountId).length, {
      timeout: 60_000,
    })
    .toBe(1)
  return (await items('/v1/conversations')).find((one) => one['accountId'] === accountId)?.['id']
}
const send = (conversationId: unknown, content: Json) =>
  call('POST', '/v1/messages?wait=accepted', { to: { conversationId }, content })

let meta: unknown
let twilioNumber: unknown

test('before its number is connected, a webhook with its signature is refused', async () => {
  const body = JSON.stringify({ object: 'whatsapp_business_account', entry: [] })
  const signature = `sha256=${createHmac('sha256', metaSecret).update(body).digest('hex')}`
  const post = () =>
    fetch(`${server.url}/webhooks/whatsapp`, { method: 'POST', body, headers: { 'x-hub-signature-256': signature } })
  expect((await post()).status).toBe(401)
  const connected = await call('POST', '/v1/accounts', {
    transport: 'cloud-api',
    phoneNumberId,
    businessAccountId: '15550100100002',
    accessToken: metaToken,
    appSecret: metaSecret,
    verifyToken,
  })
  expect(connected.status).toBe(201)
  meta = connected.body['id']
  expect((await post()).status).toBe(200)
  const query = `hub.mode=subscribe&hub.verify_token=${verifyToken}&hub.challenge=42`
  expect(await (await fetch(`${server.url}/webhooks/whatsapp?${query}`)).text()).toBe('42')
})

test('the number at Meta receives what a phone writes, and answers with its own token', async () => {
  expect((await call('POST', `/v1/accounts/${meta}/check`)).body).toMatchObject({ ok: true })
  const phone = simulator.phone('+44 7700 900123')
  await phone.write({ type: 'text', text: 'Do you open on Sunday?' })
  const conversationId = await conversationOf(meta)
  const sent = await send(conversationId, { type: 'text', text: 'From ten to two.' })
  expect(sent.body).toMatchObject({ sends: [{ state: 'accepted' }] })
  expect((await call('GET', `/v1/accounts/${meta}/profile`)).body).toMatchObject({
    number: { externalId: phoneNumberId },
  })
})

test('the number at Twilio receives its signed webhook, sends, and its receipts arrive', async () => {
  const sender = 'whatsapp:+14155550100'
  const made = await call('POST', '/v1/accounts', { transport: 'twilio', sender, accountSid, authToken })
  expect(made.body).toMatchObject({ connection: { ready: true }, isDefault: false })
  twilioNumber = made.body['id']
  expect((await call('POST', `/v1/accounts/${twilioNumber}/check`)).body).toMatchObject({ ok: true })

  const form = {
    MessageSid: `SM${'a'.repeat(32)}`,
    AccountSid: accountSid,
    From: 'whatsapp:+447700900456',
    To: sender,
    Body: 'Two, please',
    NumMedia: '0',
  }
  expect(await webhook('', form, 'another auth token of nobody')).toBe(401)
  expect(await webhook('', form)).toBe(200)
  const conversationId = await conversationOf(twilioNumber)
  const sent = await send(conversationId, { type: 'text', text: 'They are yours.' })
  expect(sent.body).toMatchObject({ sends: [{ state: 'accepted' }] })
  const [request] = twilio.requests.filter(({ url }) => url.endsWith('/Messages.json'))
  expect(request?.headers.authorization).toBe(`Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`)
  const asked = formOf(request)
  expect(asked).toMatchObject({ From: sender, To: 'whatsapp:+447700900456', Body: 'They are yours.' })

  const callback = new URL(asked['StatusCallback'] ?? '')
  expect(callback.origin + callback.pathname).toBe(`${publicBaseUrl}/webhooks/twilio`)
  const [id] = (sent.body['sends'] as { id: string }[]).map((one) => one.id)
  const status = {
    MessageSid: `SM${'0'.repeat(31)}${request ? twilio.requests.indexOf(request) + 1 : 0}`,
    AccountSid: accountSid,
    From: sender,
    To: 'whatsapp:+447700900456',
    MessageStatus: 'delivered',
  }
  expect(await webhook(callback.search, status)).toBe(200)
  await expect
    .poll(async () => (await call('GET', `/v1/messages/${id}`)).body['status'], { timeout: 60_000 })
    .toBe('delivered')
})

const formOf = (request: StubRequest | undefined) =>
  Object.fromEntries(new URLSearchParams(request?.body.toString() ?? '')) as Record<string, string | undefined>

/** As Twilio signs it: the address that it calls, then every parameter by its name. */
async function webhook(search: string, form: Record<string, string>, key = authToken): Promise<number> {
  const sorted = Object.keys(form).toSorted()
  const text = `${publicBaseUrl}/webhooks/twilio${search}${sorted.map((name) => name + form[name]).join('')}`
  const signature = createHmac('sha1', key).update(text).digest('base64')
  const response = await fetch(`${server.url}/webhooks/twilio${search}`, {
    method: 'POST',
    body: new URLSearchParams(form),
    headers: { 'x-twilio-signature': signature },
  })
  return response.status
}

test('a file that goes out by Twilio is fetched by a signed link, which is good for nothing else', async () => {
  const upload = new FormData()
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  upload.set('file', new Blob([png], { type: 'image/png' }), 'menu.png')
  const { 'content-type': _, ...key } = admin
  const uploaded = await fetch(`${server.url}/v1/media`, { method: 'POST', headers: key, body: upload })
  const { id: mediaId } = (await uploaded.json()) as { id: string } // an upload's answer
  const before = twilio.requests.length
  const sent = await send(await conversationOf(twilioNumber), {
    type: 'image',
    media: { mediaId },
    caption: 'The menu',
  })
  expect(sent.body).toMatchObject({ sends: [{ state: 'accepted' }] })
  const { MediaUrl = '', Body } = formOf(twilio.requests[before])
  expect(Body).toBe('The menu')
  expect(MediaUrl.startsWith(`${publicBaseUrl}/v1/media/${mediaId}/public?`)).toBe(true)
  const address = server.url + MediaUrl.slice(publicBaseUrl.length)
  const fetched = await fetch(address)
  expect([fetched.status, fetched.headers.get('content-type')]).toEqual([200, 'image/png'])
  expect(fetched.headers.get('content-disposition')).toMatch(/^attachment/)
  expect(Buffer.from(await fetched.arrayBuffer())).toEqual(png)
  expect((await fetch(address.replace(/expires=\d+/, 'expires=99999999999'))).status).toBe(403)
  expect((await fetch(address.replace('/public', ''))).status).toBe(401)
  expect((await fetch(address.replace(mediaId, String(meta)))).status).toBe(403)
})

test('what names no account goes from the default, which can be switched', async () => {
  const before = twilio.requests.length
  const template = { to: '+44 7700 900456', content: { type: 'template', name: `HX${'1'.repeat(32)}`, language: 'en' } }
  await call('POST', `/v1/accounts/${twilioNumber}/default`)
  expect((await call('POST', '/v1/messages?wait=accepted', template)).body).toMatchObject({
    sends: [{ state: 'accepted' }],
  })
  expect(formOf(twilio.requests[before])).toMatchObject({
    From: 'whatsapp:+14155550100',
    ContentSid: template.content.name,
  })
  await call('POST', `/v1/accounts/${meta}/default`)
  expect((await items('/v1/accounts'))[0]).toMatchObject({ id: meta, isDefault: true })
})

test('while the key is rotated every message leaves, with the token of its number', async () => {
  const conversationId = await conversationOf(meta)
  const environment = { DATABASE_URL: database.connectionString }
  let isRotating = true
  const rotated = switchboard(directory.path, ['key', 'rotate'], environment).finally(() => {
    isRotating = false
  })
  const states: unknown[] = []
  const sendOne = async () => {
    const { body } = await send(conversationId, { type: 'text', text: `Line ${states.length}` })
    states.push((body['sends'] as { state: string }[] | undefined)?.[0]?.state)
  }
  while (isRotating) {
    // What one person is sent in a row is paced from there.
    if (states.length < 30) await sendOne()
    expect((await call('POST', `/v1/accounts/${meta}/check`)).body).toMatchObject({ ok: true })
  }
  expect((await rotated).stdout).toMatch(/\d+ of \d+ stored secrets were encrypted anew/)
  await sendOne()
  expect(new Set(states)).toEqual(new Set(['accepted']))
})

test('an account that is taken away sends nothing more, and what waited is refused with the reason', async () => {
  const later = new Date(Date.now() + 3_600_000).toISOString()
  const content = { type: 'text', text: 'Tomorrow then' }
  const waiting = await call('POST', '/v1/messages', {
    to: { conversationId: await conversationOf(twilioNumber) },
    content,
    sendAt: later,
  })
  const [id] = (waiting.body['sends'] as { id: string }[]).map((one) => one.id)
  expect((await call('DELETE', `/v1/accounts/${twilioNumber}`)).body).toMatchObject({ state: 'disabled', secrets: [] })
  expect((await call('GET', `/v1/messages/${id}/send`)).body).toMatchObject({
    state: 'failed',
    error: { sentence: 'The account was taken away before the message left.' },
  })
  const refused = await send(await conversationOf(twilioNumber), content)
  expect(refused).toMatchObject({ status: 409, body: { code: 'account-paused' } })
})

test('with another key the server starts, says what it can not open, and goes on with it when it is back', async () => {
  await server[Symbol.asyncDispose]()
  const file = path.join(directory.path, 'encryption-key')
  renameSync(file, `${file}.away`)
  server = await start({ SWITCHBOARD_KEY: Buffer.alloc(32, 9).toString('base64') })
  const said = { ready: false, detail: expect.stringContaining('cannot be opened: sealed with the key') }
  expect((await call('GET', `/v1/accounts/${meta}`)).body).toMatchObject({ connection: said })
  const check = await call('POST', `/v1/accounts/${meta}/check`)
  expect(check.body).toMatchObject({ ok: false, parts: [{ part: 'secrets', ok: false, detail: said.detail }, {}] })
  const refused = await send(await conversationOf(meta), { type: 'text', text: 'Hello?' })
  expect(refused).toMatchObject({
    status: 409,
    body: { code: 'account-not-connected', detail: expect.stringContaining('SWITCHBOARD_KEY') },
  })
  await server[Symbol.asyncDispose]()
  renameSync(`${file}.away`, file)
  server = await start()
  expect((await send(await conversationOf(meta), { type: 'text', text: 'Here again' })).body).toMatchObject({
    sends: [{ state: 'accepted' }],
  })
})

test('no secret is in a row, a log line, an answer, or a backup', async () => {
  const { rows: tables } = await database.pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  )
  const rows: string[] = []
  for (const { name } of tables) {
    const found = await database.pool.query<{ row: string }>(`select '${name} ' || t::text as row from ${name} t`)
    rows.push(...found.rows.map(({ row }) => row))
  }
  const backups = path.join(directory.path, 'backups')
  mkdirSync(backups)
  const environment = { DATABASE_URL: database.connectionString }
  const { code, stderr } = await switchboard(directory.path, ['backup', path.join(backups, 'all.backup')], environment)
  expect([code, stderr]).toEqual([0, expect.any(String)])
  const files = readdirSync(backups).map((file) =>
    gunzipSync(readFileSync(path.join(backups, file))).toString('latin1'),
  )
  expect(files.join('')).toContain('From ten to two.')
  const said = output.map((text) => text())
  expect([rows.length > 50, files.length > 0, answers.length > 20, said.join('').length > 1_000]).toEqual([
    true,
    true,
    true,
    true,
  ])
  const keys = readFileSync(path.join(directory.path, 'encryption-key'), 'utf8').trim().split('\n')
  const secrets = [...allSecrets, ...keys].flatMap((secret) => [secret, Buffer.from(secret).toString('base64')])
  for (const text of [...rows, ...files, ...answers, ...said])
    for (const secret of secrets) expect(text.includes(secret) ? text : '').toBe('')
})
