import { createHmac } from 'node:crypto'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Running, serve, temporaryDirectory } from './support/switchboard.ts'

/*
 * The whole way out, as a user would: the server in a process of its own, its Graph API on loopback. What the provider does
 * (limits, errors, receipts in their order) is the business of the simulator's and the transports' tests.
 */
const appSecret = 'the app secret of the sending test'
const phoneNumberId = '15550100100001'
const customer = '15550100200'
const admin = { 'x-admin-api-key': 'admin123', 'content-type': 'application/json' }

const template = {
  ...{ id: '15550100300', name: 'hello_world', language: 'en_US', status: 'APPROVED', category: 'UTILITY' },
  components: [{ type: 'BODY', text: 'Hello {{1}}!', example: { body_text: [['Robin']] } }],
}

const directory = temporaryDirectory()
const received: Record<string, unknown>[] = []
let graph: http.Server
let server: Running

beforeAll(async () => {
  graph = http.createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      // Templates are asked for by the clock: before the tests or after them, the one that they send is there.
      if (request.method === 'GET') return void response.end(JSON.stringify({ data: [template] }))
      // Whatever the transport sends is a JSON object.
      received.push({ url: request.url, authorization: request.headers.authorization, ...(JSON.parse(body) as object) })
      const answer = { messaging_product: 'whatsapp', messages: [{ id: `wamid.graph-${received.length}` }] }
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer))
    })
  })
  await new Promise<void>((resolve) => graph.listen(0, '127.0.0.1', resolve))
  const { port } = graph.address() as AddressInfo // a TCP server's
  server = await serve(directory.path, {
    WHATSAPP_APP_SECRET: appSecret,
    WHATSAPP_ACCESS_TOKEN: 'token-of-the-test',
    WHATSAPP_PHONE_NUMBER_ID: phoneNumberId,
    WHATSAPP_BASE_URL: `http://127.0.0.1:${port}`,
    ADMIN_API_KEY: 'admin123',
    DEBUG_ECHO_MODE: 'true',
    DEBUG_ECHO_ALLOWLIST_E164: '5550100999',
  })
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  graph.closeAllConnections()
  await new Promise((resolve) => graph.close(resolve))
  directory[Symbol.dispose]()
})

const post = async (address: string, body: unknown, headers: Record<string, string> = {}) => {
  const response = await fetch(server.url + address, {
    method: 'POST',
    headers: { ...admin, ...headers },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> } // every answer is an object
}
const get = async (address: string) => {
  const response = await fetch(server.url + address, { headers: admin })
  return (await response.json()) as Record<string, unknown> // every answer is an object
}

async function webhook(value: object): Promise<void> {
  const metadata = { display_phone_number: '15550100100', phone_number_id: phoneNumberId }
  const changes = [{ field: 'messages', value: { messaging_product: 'whatsapp', metadata, ...value } }]
  const body = JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: '15550100100002', changes }] })
  const signature = createHmac('sha256', appSecret).update(body).digest('hex')
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` }
  const response = await fetch(`${server.url}/webhooks/whatsapp`, { method: 'POST', headers, body })
  expect(response.status).toBe(200)
}

const now = () => String(Math.floor(Date.now() / 1_000))
const hello = (to = customer) => ({ to: `+${to}`, content: { type: 'text', text: 'Your table is booked' } })

test('outside of the service window a text is refused, with its code, and nothing leaves', async () => {
  const { status, body } = await post('/v1/messages', hello())
  expect({ status, code: body['code'] }).toEqual({ status: 409, code: 'window-closed' })
  expect(received).toEqual([])
})

test('a reply is accepted once per Idempotency-Key, and its receipts end up on it', async () => {
  const message = {
    from: customer,
    id: 'wamid.in-1',
    timestamp: now(),
    type: 'text',
    text: { body: 'A table for two?' },
  }
  await webhook({ contacts: [{ wa_id: customer, profile: { name: 'A guest' } }], messages: [message] })
  await expect
    .poll(async () => ((await get('/v1/search?q=table')) as { items: unknown[] }).items.length, { timeout: 60_000 })
    .toBe(1)

  const key = { 'idempotency-key': 'booking-1' }
  const first = await post('/v1/messages?wait=accepted', hello(), key)
  expect(first.status).toBe(202)
  const id = (first.body['sends'] as { id: string }[])[0]?.id
  expect(first.body).toMatchObject({ sends: [{ id, state: 'accepted' }], approvalId: null, repeated: false })
  expect((await post('/v1/messages', hello(), key)).body).toMatchObject({ sends: [{ id }], repeated: true })
  expect(received).toHaveLength(1)
  expect(received[0]).toMatchObject({
    url: expect.stringContaining(`/${phoneNumberId}/messages`),
    authorization: 'Bearer token-of-the-test',
    to: customer,
    type: 'text',
    biz_opaque_callback_data: `sb:${id}`,
  })

  const status = { id: 'wamid.graph-1', status: 'delivered', timestamp: now(), recipient_id: customer }
  await webhook({ statuses: [{ ...status, biz_opaque_callback_data: `sb:${id}` }] })
  await expect.poll(async () => (await get(`/v1/messages/${id}`))['status'], { timeout: 60_000 }).toBe('delivered')
  expect(await get(`/v1/messages/${id}`)).toMatchObject({ direction: 'outbound', providerMessageId: 'wamid.graph-1' })
  expect(await get(`/v1/messages/${id}/send`)).toMatchObject({ state: 'accepted', attempts: 1 })
})

test("the older system's curl examples send", async () => {
  const text = await post('/send/text', { to: customer, body: 'Hello from the desk!', preview_url: false })
  expect(text).toMatchObject({ status: 200, body: { status: 'queued', approval_id: null } })
  const sent = await post('/send/template', {
    to: customer,
    template_name: 'hello_world',
    language_code: 'en_US',
    parameters: ['Ana'],
  })
  expect(sent.status).toBe(200)
  await expect.poll(() => received.length, { timeout: 60_000 }).toBe(3)
  expect(received[2]).toMatchObject({
    type: 'template',
    template: { name: 'hello_world', components: [{ type: 'body', parameters: [{ type: 'text', text: 'Ana' }] }] },
  })
})

test('the older addresses take the same key once, and no number that nobody meant', async () => {
  const again = { 'idempotency-key': 'order 17' }
  const body = { to: customer, body: 'Your parcel is here.' }
  const [first, second] = [await post('/send/text', body, again), await post('/send/text', body, again)]
  expect(second).toEqual({ status: 200, body: { ...first.body, status: expect.any(String) } })
  for (const to of ['GB.447700900101', 'call 4477 or 00900101']) {
    const refused = await post('/send/text', { to, body: 'Hello' })
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ path: 'body.to' }] } })
  }
  await expect.poll(() => received.length, { timeout: 60_000 }).toBe(4)
  received.pop()
})

test('a message for later can be cancelled until it leaves, and never leaves', async () => {
  const later = await post('/v1/messages', { ...hello(), sendAt: new Date(Date.now() + 3_600_000).toISOString() })
  const id = (later.body['sends'] as { id: string }[])[0]?.id ?? ''
  expect((await post(`/v1/messages/${id}/cancel`, {})).body).toMatchObject({ id, state: 'cancelled' })
  expect(await get(`/v1/messages/${id}`)).toMatchObject({ status: null, sendState: 'cancelled' })
  expect(received).toHaveLength(3)
})

test('who wrote STOP is not written to on our own account, and START lifts it', async () => {
  // Within one second STOP would win.
  const write = (id: string, text: string, secondsAgo: number) => {
    const timestamp = String(Number(now()) - secondsAgo)
    return webhook({ messages: [{ from: customer, id, timestamp, type: 'text', text: { body: text } }] })
  }
  await write('wamid.in-2', 'STOP', 10)
  const promotion = { to: `+${customer}`, content: { type: 'text', text: 'Two for one!' }, purpose: 'notification' }
  await expect
    .poll(async () => (await post('/v1/messages', promotion)).body['code'], { timeout: 60_000 })
    .toBe('opted-out')
  await write('wamid.in-3', 'start', 5)
  await expect.poll(async () => (await post('/v1/messages', promotion)).status, { timeout: 60_000 }).toBe(202)
})

test('a key that may only read cannot send, and no token is in the log', async () => {
  const { key } = (await post('/v1/keys', { name: 'reader', scopes: ['messages:read'] })).body
  const response = await fetch(`${server.url}/v1/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${String(key)}`, 'content-type': 'application/json' },
    body: JSON.stringify(hello()),
  })
  expect(response.status).toBe(403)
  expect(server.stdout() + server.stderr()).not.toContain('token-of-the-test')
})

test('the debug echo repeats what an allowed number wrote, once', async () => {
  const before = received.length
  const from = '15550100999'
  const write = (id: string, body: string) =>
    webhook({ messages: [{ from, id, timestamp: now(), type: 'text', text: { body } }] })
  await write('wamid.echo-1', 'Hello')
  const echoed = () => received.slice(before).filter((sent) => sent['to'] === from)
  await expect.poll(() => echoed().length, { timeout: 60_000 }).toBe(1)
  expect(echoed()[0]).toMatchObject({ type: 'text', text: { body: 'Received: Hello' } })
  await write('wamid.echo-2', 'Again')
  await expect
    .poll(async () => ((await get('/v1/search?q=again')) as { items: unknown[] }).items.length, { timeout: 60_000 })
    .toBe(1)
  expect(echoed()).toHaveLength(1)
})

test('a text that is too long is refused with what to do instead, and split where that is wished', async () => {
  const content = { type: 'text', text: 'word '.repeat(1_000).trim() }
  const refused = await post('/v1/messages', { to: `+${customer}`, content })
  expect(refused).toMatchObject({
    status: 422,
    body: { code: 'text-too-long', alternative: { kind: 'split', parts: 2 } },
  })
  const split = await post('/v1/messages', { to: `+${customer}`, content, split: true })
  expect(split.body['sends']).toHaveLength(2)
})
