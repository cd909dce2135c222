import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import net from 'node:net'
import { Problem } from '@switchboard/contract'
import pino from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createAuthenticator } from '../../access/authenticate.ts'
import { ensureDefaultWorkspace } from '../../access/default-workspace.ts'
import { createInbox, type Inbox } from '../../ingest/inbox/inbox.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/index.ts'
import { accountKeyOf } from '../../transports/cloud-api/account-key.ts'
import { type App, createApp } from '../app.ts'
import { type CloudApiWebhookDependencies, registerCloudApiWebhook } from './cloud-api.ts'

const secret = 'an app secret'
const nextSecret = 'the app secret after a rotation'
let database: TestDatabase
let inbox: Inbox
let app: App
let address: string
const errors: string[] = []
const refusals: string[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  inbox = createInbox({ pool: database.pool, maxPendingRows: 50, commitTimeoutMilliseconds: 2_000 })
  app = await serve({ observe: { refused: (code) => refusals.push(code) } })
  address = await app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(async () => {
  await app.close()
  await inbox.close()
  await database[Symbol.asyncDispose]()
  // Nothing that a sender did may look like a bug of ours.
  expect(errors).toEqual([])
})
beforeEach(async () => {
  refusals.length = 0
  await database.pool.query('truncate inbox')
})

async function serve(overrides: Partial<CloudApiWebhookDependencies> = {}): Promise<App> {
  const log = pino({ level: 'error' }, { write: (line) => errors.push(line) })
  const workspaceId = await ensureDefaultWorkspace(database.db)
  const made = await createApp({ log, authenticator: createAuthenticator({ db: database.db, workspaceId }) })
  await registerCloudApiWebhook(made, {
    inbox,
    verifyTokens: () => ['a verify token'],
    appSecrets: () => [secret, nextSecret],
    accountKeyOf,
    ...overrides,
  })
  return made
}

const sign = (body: string | Buffer, key = secret) => `sha256=${createHmac('sha256', key).update(body).digest('hex')}`
const event = (text: string) =>
  JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: '1', changes: [{ field: 'messages', value: { text } }] }],
  })
let counter = 0
const newEvent = () => event(`event ${counter++}`)

async function post(body: string | Buffer, headers: Record<string, string> = {}): Promise<Response> {
  const type = { 'content-type': 'application/json' }
  const init = { method: 'POST', body, headers: { ...type, 'x-hub-signature-256': sign(body), ...headers } }
  return await fetch(`${address}/webhooks/whatsapp`, init as RequestInit)
}
async function refusal(response: Response): Promise<[number, string, string]> {
  expect(response.headers.get('content-type')).toContain('application/problem+json')
  const { status, code, detail } = Problem.parse(await response.json())
  return [status, code, detail ?? '']
}
async function stored(): Promise<Buffer[]> {
  const { rows } = await database.pool.query<{ body: Buffer }>('select body from inbox order by seq')
  return rows.map((row) => row.body)
}

/** Speaks HTTP by hand, to say what a well-behaved client would not. Resolves when the server has closed. */
function speak(...parts: (string | Buffer)[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(Number(new URL(address).port), '127.0.0.1')
    let heard = ''
    socket.on('data', (chunk) => (heard += chunk.toString()))
    socket.on('close', () => resolve(heard))
    socket.on('error', (error) => (heard === '' ? reject(error) : resolve(heard)))
    for (const part of parts) socket.write(part)
  })
}
const head = (signature: string, ...lines: string[]) =>
  [
    'POST /webhooks/whatsapp HTTP/1.1',
    'host: x',
    'connection: close',
    `x-hub-signature-256: ${signature}`,
    ...lines,
    '',
    '',
  ].join('\r\n')

test('a signed event is stored byte for byte before it is answered 200', async () => {
  const body = newEvent()
  const response = await post(body)
  expect([response.status, await response.text()]).toEqual([200, ''])
  expect((await stored()).map(String)).toEqual([body])
})

test('a redelivery is answered 200 and changes nothing', async () => {
  const body = newEvent()
  const statuses = await Promise.all(Array.from({ length: 20 }, async () => (await post(body)).status))
  expect(new Set(statuses)).toEqual(new Set([200]))
  expect(await stored()).toHaveLength(1)
})

test('every configured secret may sign', async () => {
  const body = newEvent()
  expect((await post(body, { 'x-hub-signature-256': sign(body, nextSecret) })).status).toBe(200)
})

const body = event('signed')
test.each([
  ['of another secret', sign(body, 'another')],
  ['of other bytes', sign(`${body} `)],
  ['cut short', sign(body).slice(0, -2)],
  ['too long', `${sign(body)}00`],
  ['not hexadecimal', `sha256=${'z'.repeat(64)}`],
  ['of the older algorithm', `sha1=${createHmac('sha1', secret).update(body).digest('hex')}`],
  ['without its algorithm', sign(body).slice(7)],
  ['empty', ''],
  ['given twice', `${sign(body)}, ${sign(body)}`],
])('a signature %s is answered 401 and nothing is stored', async (_what, signature) => {
  const response = await post(body, { 'x-hub-signature-256': signature })
  expect((await refusal(response)).slice(0, 2)).toEqual([401, 'invalid-signature'])
  expect(await stored()).toEqual([])
  expect(refusals).toEqual(['invalid-signature'])
})

test.each([
  ['cut short', { 'x-hub-signature-256': sign(body).slice(0, -2) }, 'is malformed'],
  ['given twice', { 'x-hub-signature-256': `${sign(body)}, ${sign(body)}` }, 'is malformed'],
  ['empty', { 'x-hub-signature-256': '' }, 'is missing'],
  ['of another secret', { 'x-hub-signature-256': sign(body, 'another') }, 'is not the HMAC-SHA256'],
])('of a signature %s the refusal says so', async (_what, headers, reason) => {
  expect((await refusal(await post(body, headers)))[2]).toContain(reason)
})

test('a signature in capital letters is the same signature', async () => {
  const text = newEvent()
  const signature = sign(text).toUpperCase().replace('SHA256', 'sha256')
  expect((await post(text, { 'x-hub-signature-256': signature })).status).toBe(200)
})

test('a missing signature is answered 401 before the body is read', async () => {
  const answer = await speak(
    'POST /webhooks/whatsapp HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 3000000\r\n\r\n',
  )
  expect(answer).toMatch(/^HTTP\/1.1 401 /)
})

test('a body that is signed with the secret of one account and tells of another one is refused', async () => {
  const asked: unknown[] = []
  const mayTell = (signer: string) => {
    asked.push(signer)
    return signer === secret
  }
  const several = await serve({ mayTell })
  const send = (key: string) =>
    several.inject({
      method: 'POST',
      url: '/webhooks/whatsapp',
      payload: body,
      headers: { 'content-type': 'application/json', 'x-hub-signature-256': sign(body, key) },
    })
  const refused = await send(nextSecret)
  expect([refused.statusCode, refused.json().code]).toEqual([401, 'invalid-signature'])
  expect((await send(secret)).statusCode).toBe(200)
  expect(asked).toEqual([nextSecret, secret])
  await several.close()
})

test('an empty secret signs nothing, and its absence is explained', async () => {
  const unconfigured = await serve({ appSecrets: () => [''] })
  const response = await unconfigured.inject({
    method: 'POST',
    url: '/webhooks/whatsapp',
    payload: body,
    headers: { 'x-hub-signature-256': sign(body, '') },
  })
  expect(response.statusCode).toBe(401)
  expect(response.json().detail).toContain('WHATSAPP_APP_SECRET')
  await unconfigured.close()
})

test('without verification, unsigned bodies are taken from this machine only', async () => {
  const open = await serve({ verifySignature: false })
  const from = async (remoteAddress: string, headers = {}) => {
    const body = { method: 'POST', url: '/webhooks/whatsapp', payload: newEvent() } as const
    return (await open.inject({ ...body, remoteAddress, headers })).statusCode
  }
  expect(await from('127.0.0.1')).toBe(200)
  // By a tunnel or a proxy on this machine: somebody else's.
  expect(await from('127.0.0.1', { 'cf-connecting-ip': '192.0.2.7' })).toBe(401)
  expect(await from('127.0.0.1', { 'x-forwarded-for': '127.0.0.1' })).toBe(401)
  expect(await from('::ffff:127.0.0.1')).toBe(200)
  expect(await from('192.0.2.7')).toBe(401)
  await open.close()
})

test.each([
  ['text', 'hello'],
  ['nothing', ''],
  ['half an object', '{"object":'],
  ['an array', '[]'],
  ['a string', '"object"'],
  ['null', 'null'],
  ['a number', '1e999'],
  ['two objects', '{}{}'],
  ['bytes', Buffer.from([0, 1, 2, 255])],
  ['a form', 'hub.mode=subscribe'],
])('%s is answered 400, and 401 when it is not signed', async (_what, text) => {
  expect((await refusal(await post(text))).slice(0, 2)).toEqual([400, 'invalid-request'])
  expect((await post(text, { 'x-hub-signature-256': sign('x') })).status).toBe(401)
  expect(await stored()).toEqual([])
})

const nested = (depth: number) => `{"entry":${'['.repeat(depth)}${']'.repeat(depth)}}`
test.each([
  ['an object of no known kind', '{"hello":"world"}'],
  ['an empty object', '{}'],
  ['an empty entry', '{"object":"whatsapp_business_account","entry":[]}'],
  ['an entry that is a number', '{"object":"whatsapp_business_account","entry":7}'],
  ['changes of every wrong type', '{"entry":[null,1,"x",[],{"changes":{}},{"id":{},"changes":[null,{"value":3}]}]}'],
  ['duplicate keys', '{"object":"a","object":"b"}'],
  ['keys that name prototypes', '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'],
  ['NUL and lone surrogates', '{"text":"\\u0000 \\ud800 \\udfff"}'],
  [
    'bytes that are not UTF-8',
    Buffer.concat([Buffer.from('{"text":"'), Buffer.from([0xff, 0xc0, 0xed, 0xa0, 0x80]), Buffer.from('"}')]),
  ],
  ['a byte order mark', '\ufeff{}'],
  ['a depth of 1,000,000', nested(1_000_000)],
  ['3 MB of emoji', `{"text":"${'😀'.repeat((3 * 1024 * 1024 - 12) / 4)}"}`],
])('%s is kept as it came', async (_what, text) => {
  expect((await post(text)).status).toBe(200)
  expect(Buffer.compare((await stored())[0] ?? Buffer.alloc(0), Buffer.from(text))).toBe(0)
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
})

test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=latin1', ';;not a type'])(
  'the content type %j makes no difference to what is signed',
  async (type) => {
    expect((await post(newEvent(), { 'content-type': type })).status).toBe(200)
  },
)

test('a compressed body is refused with the reason', async () => {
  const [status, code, detail] = await refusal(await post(newEvent(), { 'content-encoding': 'gzip' }))
  expect([status, code]).toEqual([415, 'unsupported-media-type'])
  expect(detail).toContain('compressed')
})

test('a body above 3 MB is answered 413, announced or chunked', async () => {
  const large = `{"text":"${'x'.repeat(3 * 1024 * 1024)}"}`
  expect((await refusal(await post(large))).slice(0, 2)).toEqual([413, 'body-too-large'])
  const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`
  const answer = await speak(
    head(sign(large), 'transfer-encoding: chunked'),
    ...Array.from({ length: 49 }, () => chunk),
  )
  expect(answer).toMatch(/^HTTP\/1.1 413 /)
})

test('a body that arrives byte by byte, chunked, is one body', async () => {
  const text = newEvent()
  const bytes = [...text].map((byte) => `1\r\n${byte}\r\n`)
  const answer = await speak(head(sign(text), 'transfer-encoding: chunked'), ...bytes, '0\r\n\r\n')
  expect(answer).toMatch(/^HTTP\/1.1 200 /)
  expect((await stored()).map(String)).toEqual([text])
})

test('a body that is cut off is not stored and troubles nobody', async () => {
  const text = newEvent()
  const socket = net.connect(Number(new URL(address).port), '127.0.0.1')
  socket.write(head(sign(text), `content-length: ${text.length}`, 'expect: 100-continue') + text.slice(0, 20))
  // The answer 100 says that the server has begun to read.
  await once(socket, 'data')
  socket.destroy()
  const neighbour = newEvent()
  expect((await post(neighbour)).status).toBe(200)
  await expect.poll(() => refusals).toEqual(['invalid-request'])
  expect((await stored()).map(String)).toEqual([neighbour])
})

test('large bodies that are being received are bounded together', async () => {
  const small = await serve({ maxBytesReceiving: 100_000 })
  const port = Number(new URL(await small.listen({ port: 0, host: '127.0.0.1' })).port)
  const slow = net.connect(port, '127.0.0.1')
  slow.write(head(sign('x'), 'content-length: 200000') + 'x'.repeat(90_000))
  const text = `{"text":"${'y'.repeat(70_000)}"}`
  const send = async () =>
    await fetch(`http://127.0.0.1:${port}/webhooks/whatsapp`, {
      method: 'POST',
      body: text,
      headers: { 'x-hub-signature-256': sign(text) },
    })
  await expect.poll(async () => (await send()).status, { interval: 20 }).toBe(429)
  expect((await send()).headers.get('retry-after')).toBe('1')
  slow.destroy()
  await expect.poll(async () => (await send()).status, { interval: 20 }).toBe(200)
  await small.close()
})

test('when more waits than may wait, senders are told to come again, and everything acknowledged is there', async () => {
  const client = await database.pool.connect()
  await client.query('begin; lock table inbox in exclusive mode')
  const answers = Array.from({ length: 120 }, () => post(newEvent()))
  await expect.poll(() => refusals.length).toBe(70)
  expect(inbox.stats().pendingRows).toBe(50)
  await client.query('commit')
  client.release()
  const responses = await Promise.all(answers)
  expect(responses.filter(({ status }) => status === 200)).toHaveLength(50)
  const refused = responses.filter(({ status }) => status === 429)
  expect(refused.map(({ headers }) => headers.get('retry-after'))).toEqual(Array(70).fill('1'))
  expect(await stored()).toHaveLength(50)
})

test('a database that does not answer means 503 with Retry-After, and 200 again by itself', async () => {
  const client = await database.pool.connect()
  await client.query('begin; lock table inbox in exclusive mode')
  const response = await post(newEvent())
  expect((await refusal(response)).slice(0, 2)).toEqual([503, 'unavailable'])
  expect(response.headers.get('retry-after')).toBe('5')
  await client.query('rollback')
  client.release()
  expect((await post(newEvent())).status).toBe(200)
})

const ask = (query: string) => fetch(`${address}/webhooks/whatsapp${query}`)

test('the challenge is given back as plain text to who knows the verify token', async () => {
  const token = encodeURIComponent('a verify token')
  const response = await ask(`?hub.mode=subscribe&hub.verify_token=${token}&hub.challenge=%3Cb%3E1158201444`)
  expect([response.status, await response.text()]).toEqual([200, '<b>1158201444'])
  expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8')
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
})

test.each([
  ['nothing', '', 'hub.mode'],
  ['a challenge alone', '?hub.challenge=test', 'hub.mode'],
  ['no token', '?hub.mode=subscribe&hub.challenge=test', 'hub.verify_token is missing'],
  ['another token', '?hub.mode=subscribe&hub.verify_token=wrong&hub.challenge=test', 'WHATSAPP_VERIFY_TOKEN'],
  ['two tokens', '?hub.mode=subscribe&hub.verify_token=a&hub.verify_token=b&hub.challenge=test', 'hub.verify_token'],
  ['another mode', '?hub.mode=unsubscribe&hub.verify_token=a+verify+token&hub.challenge=test', 'hub.mode'],
  ['no challenge', '?hub.mode=subscribe&hub.verify_token=a+verify+token', 'hub.challenge is missing'],
])('a verification with %s is answered 403 and says what is wrong', async (_what, query, reason) => {
  const [status, code, detail] = await refusal(await ask(query))
  expect([status, code]).toEqual([403, 'forbidden'])
  expect(detail).toContain(reason)
})
