import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { base32 } from '@better-auth/utils/base32'
import { readScopes } from '@switchboard/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startReceiver } from '../packages/server/src/outgoing-webhooks/outgoing-webhooks.case.ts'
import { sealedPlaces } from '../packages/server/src/sealing/sealed-places.ts'
import { createTestDatabase, type TestDatabase } from '../packages/server/src/testing/index.ts'
import { type StubProvider, startStubProvider } from '../packages/server/src/transports/stub-provider.case.ts'
import type {} from './attack/support/attack.ts'
import { Canaries, type Place } from './support/canaries.ts'
import { assistantOf, connectAssistant, type Json } from './support/sending-assistant.ts'
import { postBody } from './support/signed-webhook.ts'
import { type Running, serve, switchboard, temporaryDirectory } from './support/switchboard.ts'

/*
 * Marked secrets, texts, names and numbers go in by every door. The provider is broken and quotes what it was sent, token and all,
 * in its errors. Then everything that leaves the product, or lies where it should not, is searched for them.
 */
const canaries = new Canaries()
const { secret, text, phone, name } = canaries
const env = {
  admin: secret('ADMIN_API_KEY'),
  verify: secret('WHATSAPP_VERIFY_TOKEN'),
  app: secret('WHATSAPP_APP_SECRET'),
  token: secret('WHATSAPP_ACCESS_TOKEN'),
  minio: secret('MINIO_SECRET_KEY'),
}
const encryptionKey = Buffer.alloc(32, 0x5a).toString('base64')
canaries.known('SWITCHBOARD_KEY', encryptionKey)
const own = {
  accessToken: secret('access token of a number'),
  appSecret: secret('app secret of a number'),
  verifyToken: secret('verify token of a number'),
  authToken: secret('auth token of a number'),
}
const number = '15550100100041'
const twilioSid = 'AC00000000000000000000000000000041'

const directory = temporaryDirectory()
let database: TestDatabase
let provider: StubProvider
let receiver: Awaited<ReturnType<typeof startReceiver>>
let server: Running
let environment: Record<string, string>

beforeAll(async () => {
  database = await createTestDatabase()
  receiver = await startReceiver()
  provider = await startStubProvider(({ url, headers, body }) => {
    const quoted = `${headers.authorization ?? ''} ${body.toString('utf8')}`
    if (url.includes('/messages') && body.includes('please accept'))
      return { status: 200, json: { messages: [{ id: `wamid.ok${provider.requests.length}` }], contacts: [] } }
    if (body.includes('please explain') || /business_profile|message_templates/.test(url))
      return { status: 400, json: { error: { message: quoted, code: 999_001, error_data: { details: quoted } } } }
    if (body.includes('please break')) return { status: 502, bytes: Buffer.from(`<html>${quoted}</html>`) }
    if (body.includes('please cut')) return 'cut'
    return {
      status: 401,
      json: {
        error: {
          message: `Malformed access token ${quoted}`,
          type: 'OAuthException',
          code: 190,
          error_data: { details: quoted },
        },
        message: `Authenticate: ${quoted}`,
        code: 20003,
      },
    }
  })
  environment = {
    DATABASE_URL: database.connectionString,
    ADMIN_API_KEY: env.admin,
    WHATSAPP_VERIFY_TOKEN: env.verify,
    WHATSAPP_APP_SECRET: env.app,
    WHATSAPP_ACCESS_TOKEN: env.token,
    WHATSAPP_PHONE_NUMBER_ID: number,
    WHATSAPP_BASE_URL: provider.baseUrl,
    TWILIO_BASE_URL: provider.baseUrl,
    MINIO_SECRET_KEY: env.minio,
    SWITCHBOARD_KEY: encryptionKey,
    SWITCHBOARD_FETCH_ALLOWED: '127.0.0.1/32',
    LOG_LEVEL: 'trace',
  }
  server = await serve(directory.path, environment)
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await provider[Symbol.asyncDispose]()
  await receiver[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
  directory[Symbol.dispose]()
})

/** Everything that was answered, with whether it was a refusal and what may stand in it. */
interface Said {
  readonly from: string
  readonly status: number
  readonly body: string
  /** What whoever asked wrote themselves. */
  readonly sent: string
}
const answers: Said[] = []
const headers = { authorization: `Bearer ${env.admin}`, 'x-admin-api-key': env.admin }

async function call(method: string, address: string, body?: unknown, more: Record<string, string> = {}): Promise<Json> {
  const response = await fetch(server.url + address, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...more },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const said = await response.text()
  const sent = `${decodeURIComponent(address)} ${JSON.stringify(body)}`
  answers.push({ from: `${method} ${address}`, status: response.status, body: said, sent })
  try {
    return JSON.parse(said) as Json
  } catch {
    return {}
  }
}

const list = async (address: string) => ((await call('GET', address))['items'] ?? []) as Json[]
const webhook = (body: string | object, appSecret: string = env.app) =>
  postBody(server.url, appSecret, Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)))

let wamids = 0
function inbound(from: string, profile: string, message: object): object {
  const metadata = { display_phone_number: '15550100141', phone_number_id: number }
  const contacts = [{ wa_id: from, profile: { name: profile } }]
  const messages = [
    { from, id: `wamid.canary${(wamids += 1)}`, timestamp: String(Math.floor(Date.now() / 1_000)), ...message },
  ]
  const value = { messaging_product: 'whatsapp', metadata, contacts, messages }
  return { object: 'whatsapp_business_account', entry: [{ id: '1', changes: [{ field: 'messages', value }] }] }
}

test('webhooks come in: whole, forged, broken, and such as nobody knows', async () => {
  const [customer, forger] = [phone('customer'), phone('forger')]
  expect(
    await webhook(inbound(customer, name('customer'), { type: 'text', text: { body: text('inbound text') } })),
  ).toBe(200)
  const forged = inbound(forger, name('forger'), { type: 'text', text: { body: text('forged webhook') } })
  expect(await webhook(forged, 'another secret')).toBe(401)
  expect(await webhook(`{"object": "${text('broken webhook')}", ${phone('broken webhook')}`)).toBeGreaterThan(0)
  const odd = {
    type: 'hologram',
    hologram: { say: text('unknown type') },
    errors: [{ code: 1, title: text('error title') }],
  }
  expect(await webhook(inbound(phone('odd'), name('odd'), odd))).toBe(200)
  expect(
    await webhook(inbound(phone('nul'), name('nul'), { type: 'text', text: { body: `${text('nul')}\u0000\uD800` } })),
  ).toBe(200)
  const receipt = {
    id: 'wamid.none',
    status: 'failed',
    recipient_id: phone('receipt'),
    timestamp: '1',
    errors: [{ title: text('receipt') }],
  }
  const value = { metadata: { phone_number_id: number }, statuses: [receipt] }
  const body = { object: 'whatsapp_business_account', entry: [{ id: '1', changes: [{ field: 'messages', value }] }] }
  expect(await webhook(body)).toBe(200)
  await call('GET', `/webhooks/whatsapp?hub.mode=subscribe&hub.verify_token=${env.verify}wrong&hub.challenge=1`)
  await expect.poll(async () => (await list('/v1/conversations')).length).toBeGreaterThanOrEqual(3)
})

test('numbers, endpoints and keys are made, and refused where something is wrong with them', async () => {
  const base = { transport: 'cloud-api', phoneNumberId: '15550100100042', businessAccountId: '1' }
  const { accessToken, appSecret, verifyToken, authToken } = own
  const made = await call('POST', '/v1/accounts', { ...base, accessToken, appSecret, verifyToken })
  expect(made['id']).toBeDefined()
  await call('POST', `/v1/accounts/${made['id']}/check`)
  await call('GET', `/v1/accounts/${made['id']}/profile`)
  await call('POST', '/v1/templates', {
    ...{ accountId: made['id'], name: 'canary', language: 'en', category: 'UTILITY' },
    components: [{ type: 'BODY', text: text('template') }],
  })
  await call('PATCH', `/v1/accounts/${made['id']}`, {
    accessToken: secret('changed access token'),
    nonsense: secret('nonsense'),
  })
  const twilio = { transport: 'twilio', sender: 'whatsapp:+14155550141', accountSid: twilioSid, authToken }
  await call('POST', `/v1/accounts/${(await call('POST', '/v1/accounts', twilio))['id']}/check`)
  await call('POST', '/v1/accounts', { ...base, accessToken: { not: secret('access token of a wrong type') } })
  await call('POST', '/v1/accounts', `{"accessToken": "${secret('access token in broken JSON')}"`)
  await call('PUT', '/api/settings/whatsapp-providers/twilio', {
    accountSid: twilioSid,
    authToken: secret('auth token of settings'),
  })
  const endpoint = await call('POST', '/v1/webhook-endpoints', {
    url: `${receiver.url}/${secret('path of an endpoint', 'shown')}`,
    eventTypes: ['message.received'],
  })
  canaries.known('webhook secret', String(endpoint['secret']).slice(6))
  receiver.answer = () => ({ status: 500, text: 'no' })
  await call('POST', `/v1/webhook-endpoints/${endpoint['id']}/test`)
  const rotated = await call('POST', `/v1/webhook-endpoints/${endpoint['id']}/rotate-secret`, { overlapHours: 1 })
  if (rotated['secret'] !== undefined) canaries.known('rotated webhook secret', String(rotated['secret']).slice(6))
  const key = await call('POST', '/v1/keys', { name: 'Reader', scopes: ['messages:read'] })
  canaries.known('API key', String(key['key']))
  const again = await call('POST', `/v1/keys/${key['id']}/rotate`, {})
  if (typeof again['key'] === 'string') canaries.known('rotated API key', again['key'])
})

test('messages go out, to a provider that answers with what it was sent', async () => {
  const to = `+${phone('customer')}`
  const send = (content: object, more: object = {}) =>
    call('POST', '/v1/messages?wait=accepted', { to, content, ...more })
  await send({ type: 'text', text: `please accept ${text('accepted text')}` })
  await send({ type: 'text', text: `please break ${text('text at a broken provider')}` })
  await send({ type: 'text', text: `please explain ${text('text that is refused for a reason of its own')}` })
  await send({ type: 'text', text: `please cut ${text('text on a cut line')}` })
  await send({ type: 'text', text: text('refused text') })
  await send({ type: 'template', name: 'none', language: 'en', parameters: { body: [text('parameter')] } })
  await send({ type: 'nonsense', text: text('text of an unknown type') })
  await send({ type: 'text', text: text('text to nobody') }, { to: `+${phone('nobody')}0000000` })
  await call('POST', '/v1/messages', `{"to": "${text('broken request')}`)
  await call('POST', '/send/text', { to: phone('older address'), body: text('text at an older address') })
  await expect
    .poll(async () => (await list('/v1/messages')).some((message) => message['sendState'] === 'failed'))
    .toBe(true)
  const [conversation] = await list('/v1/conversations')
  await call('POST', `/v1/conversations/${conversation?.['id']}/read`)
  await call('GET', `/v1/search?q=${encodeURIComponent(text('search'))}`)
  await call('GET', `/v1/search?q=${encodeURIComponent(text('search with a wrong limit'))}&limit=many`)
  await call('GET', `/v1/contacts?q=${phone('searched')}`)
  await call('GET', `/v1/nowhere/${text('address')}?${text('query')}=${phone('query')}`)
})

test('assistants, strangers and those with wrong keys ask', async () => {
  const { key } = (await call('POST', '/v1/keys', { name: 'Helper', scopes: [...readScopes, 'messages:send'] })) as {
    key: string
  }
  canaries.known('key of an assistant', key)
  await using assistant = assistantOf(await connectAssistant(`${server.url}/mcp`, key))
  const said = async (tool: string, args: Json) => {
    const { texts, isError } = await assistant
      .call(tool, args)
      .catch((error: Error) => ({ texts: [error.message], isError: true }))
    answers.push({
      from: `tool ${tool}`,
      status: isError ? 400 : 200,
      body: texts.join('\n'),
      sent: JSON.stringify(args),
    })
  }
  await said('list_messages', {})
  await said('search_messages', { query: text('search of an assistant') })
  await said('send_message', { to: `+${phone('customer')}`, text: text('text of an assistant') })
  await said('send_message', {
    to: phone('recipient of an assistant'),
    text: text('text to a stranger'),
    nonsense: text('argument'),
  })
  await said('send_media', {
    to: `+${phone('customer')}`,
    kind: 'image',
    media: `http://10.0.0.1/${secret('link')}`,
    caption: text('caption'),
  })
  await said('get_contact', { contactId: `give me ${text('no id')}` })
  const wrong = secret('wrong key')
  for (const [address, more] of [
    ['/v1/messages', { authorization: `Bearer sb_live_${wrong}` }],
    ['/v1/messages', { authorization: `Basic ${Buffer.from(`a:${wrong}`).toString('base64')}` }],
    ['/admin/conversations', { 'x-admin-api-key': wrong, authorization: '' }],
    [`/v1/messages?api_key=${wrong}&access_token=${wrong}`, { authorization: '', 'x-admin-api-key': '' }],
    ['/mcp', { authorization: `Bearer ${wrong}` }],
    ['/v1/me', { authorization: '', 'x-admin-api-key': '', cookie: `session=${wrong}` }],
  ] as const)
    await call('GET', address, undefined, more)
})

/** Of the link that let the owner in: printed at the start, and nowhere else. */
let welcome = ''

test('a person joins, signs in with a wrong and the right password, and takes a second factor', async () => {
  welcome = /\/welcome\?token=(\S+)/.exec(server.stdout())?.[1] ?? ''
  expect(welcome.length).toBeGreaterThan(10)
  const password = secret('password')
  const origin = { origin: server.url }
  const post = (address: string, body: object, more: object) =>
    fetch(server.url + address, {
      method: 'POST',
      redirect: 'manual',
      headers: { ...origin, ...more },
      body: body as URLSearchParams,
    })
  const joined = await post(
    '/welcome',
    new URLSearchParams({ token: welcome, name: 'Owner', email: 'owner@example.com', password }),
    {},
  )
  expect(joined.status).toBe(303)
  const cookie = joined.headers
    .getSetCookie()
    .map((each) => each.split(';')[0] ?? '')
    .join('; ')
  for (const part of cookie.split('; ')) {
    const value = decodeURIComponent(part.split('=')[1] ?? '')
    // The token in front is in the database: without the signature, which is made with a sealed secret, it lets nobody in.
    if (value.length > 40) canaries.known('session', value.split('.').slice(1).join('.'))
  }
  const json = { 'content-type': 'application/json', cookie }
  const wrong = JSON.stringify({ email: 'owner@example.com', password: secret('wrong password') })
  await call('POST', '/api/auth/sign-in/email', wrong, { ...origin, authorization: '', 'x-admin-api-key': '' })
  const enabled = await fetch(`${server.url}/api/auth/two-factor/enable`, {
    ...{ method: 'POST', headers: { ...origin, ...json } },
    body: JSON.stringify({ password }),
  })
  const { totpURI, backupCodes } = (await enabled.json()) as { totpURI: string; backupCodes: string[] }
  const seed = new URL(totpURI).searchParams.get('secret') ?? ''
  expect([seed.length > 10, backupCodes.length > 3]).toEqual([true, true])
  canaries.known('TOTP seed', seed)
  canaries.known('TOTP seed, plain', Buffer.from(base32.decode(seed)).toString('utf8'))
  for (const code of backupCodes) canaries.known('backup code', code)
})

test('no secret is in a log, an answer, the metrics, the audit, the database, a file or a backup; no text where it is not asked for', async ({
  task,
}) => {
  const [contact] = await list(`/v1/contacts?q=${phone('customer')}`)
  for (const address of [
    '/metrics',
    '/openapi.json',
    '/v1/audit?limit=200',
    '/v1/audit/export',
    '/v1/keys',
    '/v1/accounts',
    '/v1/webhook-endpoints',
    '/v1/inbox?limit=100',
    '/v1/settings/sending',
    `/v1/contacts/${contact?.['id']}/export`,
  ])
    await call('GET', address)
  const commands = [['config'], ['doctor'], ['backup', path.join(directory.path, 'all.backup')], ['audit', 'verify']]
  const ended = await Promise.all(commands.map((args) => switchboard(directory.path, args, environment)))
  const outputs = ended.map(({ stdout, stderr }) => stdout + stderr)
  const places: Place[] = [
    { name: 'log', text: server.stdout() + server.stderr(), may: [] },
    ...outputs.map((said, index) => ({ name: `command ${index}`, text: said, may: [] })),
    ...answers.map(({ from, status, body, sent }) => ({
      ...{ name: `${from} → ${status}`, text: body, may: mayStandIn(from, status) },
      ...(status >= 400 && { own: sent }),
    })),
    ...(await rowsOfDatabase()),
    ...filesOf(directory.path),
  ]
  expect(places.filter(({ name: of }) => of.startsWith('row of audit')).length).toBeGreaterThan(20)
  // What may be there is found, so that finding nothing says something.
  for (const of of ['file all.backup', 'row of messages'])
    expect(places.some((place) => place.name.startsWith(of) && place.text.includes(text('inbound text'))) || of).toBe(
      true,
    )
  expect(
    places.filter(({ name: of, text: said }) => of !== 'log' && said.includes(welcome)).map(({ name: of }) => of),
  ).toEqual([])
  const found = canaries.search(places)
  // Each place with each of them.
  const tried = places.length * canaries.count
  task.meta.attack = { tried, held: tried - found.length }
  console.log(
    `canaries: ${canaries.count} put in, ${places.length} places searched, ${found.length} found where they do not belong`,
  )
  expect(found).toEqual([])
})

test('whatever is sealed is known to the rotation of keys', async () => {
  const { rows } = await database.pool.query<{ name: string; table: string; column: string }>(
    `select format('%s%s', nullif(table_schema, 'public') || '.', table_name) as name, format('%I.%I', table_schema, table_name) as table,
       format('%I', column_name) as column
     from information_schema.columns join information_schema.tables using (table_schema, table_name)
     where data_type = 'jsonb' and table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  )
  const sealing: string[] = []
  for (const { name, table, column } of rows) {
    const found = await database.pool.query(
      `select from ${table} where jsonb_path_exists(${column}, '$.** ? (exists (@.nonce) && exists (@.box))') limit 1`,
    )
    if (found.rowCount) sealing.push(`${name}.${column}`)
  }
  const listed: string[] = sealedPlaces.map(({ table, column }) => `${table}.${column}`)
  expect(sealing.length).toBeGreaterThan(0)
  expect(sealing.filter((place) => !listed.includes(place))).toEqual([])
})

/** What a caller may see: customers' words where they ask for them; of a refusal, nothing. */
function mayStandIn(from: string, status: number): Place['may'] {
  if (status >= 400) return []
  if (/\/metrics|\/openapi|\/v1\/accounts|settings/.test(from)) return []
  // Whom a search was for, and numbers: an erasure finds them there.
  if (/\/v1\/audit/.test(from)) return ['person', 'search']
  // Shown to who made it, that once.
  if (/POST \/v1\/(keys|webhook-endpoints)/.test(from)) return ['shown', 'made', 'person']
  if (/\/v1\/webhook-endpoints/.test(from)) return ['shown']
  return ['text', 'person', 'search', 'shown']
}

async function rowsOfDatabase(): Promise<Place[]> {
  const { rows: tables } = await database.pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  )
  const places: Place[] = []
  for (const { name: of } of tables) {
    const { rows } = await database.pool.query<{ row: string }>(`select to_jsonb(t)::text as row from ${of} t`)
    const bare = of.replace('public.', '')
    const may: Place['may'] = /^(audit)/.test(bare)
      ? ['person', 'search']
      : /^(events|pgboss|keys|api_keys|workspaces)/.test(bare)
        ? []
        : ['text', 'person', 'shown']
    places.push(...rows.map(({ row }) => ({ name: `row of ${bare}`, text: row, may })))
  }
  return places
}

/** What the server makes for itself is readable by its owner only. */
const ownSecretFiles = ['api-key', 'app-secret', 'encryption-key', 'first-key']

function filesOf(folder: string): Place[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = path.join(entry.parentPath, entry.name)
      const isOwn = ownSecretFiles.some((each) => entry.name.includes(each))
      if (isOwn) expect((statSync(file).mode & 0o077).toString(8), file).toBe('0')
      const may: Place['may'] = ['text', 'person', 'search', 'shown']
      const bytes = readFileSync(file)
      const content = entry.name.endsWith('.backup') ? gunzipSync(bytes) : bytes
      return { name: `file ${entry.name}`, text: content.toString('latin1'), may: isOwn ? [...may, 'made'] : may }
    })
}
