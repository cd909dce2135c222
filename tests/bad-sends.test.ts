import { readFileSync } from 'node:fs'
import http from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { rowsOf } from './support/rows-of.ts'
import { type Running, serve, temporaryDirectory } from './support/switchboard.ts'

/*
 * Everything that is asked of sending and cannot be done: each has a code and a sentence of its own, and leaves nothing behind. The
 * whole product with Meta's stand-in, over REST.
 */
const owner = { 'x-admin-api-key': 'the owner of this test', 'content-type': 'application/json' }
const directory = temporaryDirectory()
const maxMediaBytes = 3_000_000
let server: Running
let simulator: string
let conversationId: string
let contactId: string

type Json = Record<string, unknown>
interface Answer {
  readonly status: number
  readonly body: Json
}

beforeAll(async () => {
  server = await serve(directory.path, {
    ADMIN_API_KEY: 'the owner of this test',
    MAX_MEDIA_BYTES: String(maxMediaBytes),
  })
  simulator = /Simulator\s+(http:\S+)/.exec(server.stdout())?.[1] ?? ''
  const customer = await write('491701234567')
  conversationId = customer.conversationId
  contactId = customer.contactId
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  directory[Symbol.dispose]()
})

async function call(method: string, address: string, body?: unknown): Promise<Answer> {
  const { 'content-type': _, ...plain } = owner
  const response = await fetch(server.url + address, {
    method,
    ...(body === undefined ? { headers: plain } : { headers: owner, body: JSON.stringify(body) }),
  })
  return { status: response.status, body: (await response.json()) as Json } // every answer is an object
}
const send = (more: Json) => call('POST', '/v1/messages', { to: { conversationId }, content: text('Hello'), ...more })
const text = (words: string) => ({ type: 'text', text: words })

/** A customer of the simulator who has just written. */
async function write(digits: string): Promise<{ conversationId: string; contactId: string }> {
  const headers = { 'content-type': 'application/json' }
  const say = (address: string, body: object) =>
    fetch(`${simulator}${address}`, { method: 'POST', headers, body: JSON.stringify(body) })
  await say('/customers', { phone: `+${digits}`, name: `Customer ${digits}` })
  await say(`/customers/${digits}/messages`, { type: 'text', text: 'Good morning' })
  const found = async () => {
    const { items } = (await call('GET', '/v1/conversations?limit=200')).body as {
      items: { id: string; contact: { id: string; phone: string | null } | null }[]
    }
    return items.find(({ contact }) => contact?.phone === `+${digits}`)
  }
  const conversation = await vi.waitFor(
    async () => {
      const there = await found()
      expect(there).toBeDefined()
      return there
    },
    { timeout: 60_000, interval: 200 },
  )
  return { conversationId: conversation?.id ?? '', contactId: conversation?.contact?.id ?? '' }
}

const tables = [
  ...['messages', 'outbox', 'approvals', 'contacts', 'identities', 'conversations', 'reactions', 'media', 'blobs'],
  ...['loose_blobs', 'media_uploads', 'search_words', 'erasures', 'send_pair_pace'],
]
/** Of the dispatcher, of receipts, of what is looked up at the provider by itself: they come when they come, and no request writes them. */
const background = [
  ...['message.status', 'message.sending', 'message.accepted', 'message.failed', 'message.unknown'],
  ...['template.changed', 'account.discovered', 'account.fact', 'account.changed'],
]
/** How many rows each table has that a send may write to. */
async function counts(): Promise<Json> {
  const columns = tables.map((table) => `(select count(*)::int from ${table}) as ${table}`)
  const others = background.map((type) => `'${type}'`).join()
  const events = `(select count(*)::int from events where type not in (${others})) as events`
  const [row] = await rowsOf<Json>(directory.path, `select ${[...columns, events].join(', ')}`)
  return row ?? {}
}
/** When what was queued before has left: an acceptance may still tell of a number, which becomes an identity. */
async function settledCounts(): Promise<Json> {
  const onItsWay = `select from outbox where state in ('queued', 'leased')`
  for (;;) {
    const before = await counts()
    await sleep(150)
    const open = await rowsOf(directory.path, onItsWay)
    const now = await counts()
    if (open.length === 0 && JSON.stringify(now) === JSON.stringify(before)) return now
  }
}

/** Refused with this status and code, a sentence beside it, and no row more or less. */
async function refused(ask: () => Promise<Answer>, status: number, code: string): Promise<Json> {
  const before = await settledCounts()
  const { status: given, body } = await ask()
  expect({ status: given, code: body['code'] }, JSON.stringify(body)).toEqual({ status, code })
  expect(body['detail'], JSON.stringify(body)).toMatch(/\w.*[.?!]$/s)
  expect(await counts()).toEqual(before)
  return body
}

test.each([
  ['words that are no phone and no user id', 'the shop at the corner', 'recipient-invalid'],
  ['a phone with too many digits', '+49 151 2345678901234567', 'recipient-invalid'],
  ['too few digits', '12', 'recipient-invalid'],
  ['a user id that is none', { bsuid: 'DE' }, 'recipient-invalid'],
  ['a national number where the account has no region', '0151 23456789', 'recipient-needs-country'],
])('a recipient that is %s', async (_what, to, code) => {
  await refused(() => send({ to }), 400, code)
})

test.each([
  ['contact', { contactId: '0190b0a0-0000-7000-8000-000000000000' }],
  ['conversation', { conversationId: '0190b0a0-0000-7000-8000-000000000000' }],
])('a %s that is not there', async (_what, to) => {
  await refused(() => send({ to }), 404, 'recipient-not-found')
})

test('a national number is read in the region of the account, and then refused only for the closed window', async () => {
  const { items } = (await call('GET', '/v1/accounts')).body as { items: { id: string }[] }
  const address = `/v1/accounts/${items[0]?.id}`
  expect((await call('PATCH', address, { settings: { defaultRegion: 'DE' } })).status).toBe(200)
  const body = await refused(() => send({ to: '0151 23456789' }), 409, 'window-closed')
  expect(body['alternative']).toMatchObject({ kind: 'template' })
  expect((await send({ to: '0170 1234567' })).body).toMatchObject({ conversationId })
})

test.each([
  ['a NUL', 'a\u0000b', 'NUL (U+0000) at position 1'],
  ['half a pair of surrogates', 'a\ud800b', 'half of a pair of surrogates'],
  ['nothing but blanks', ' \n ', 'is blank'],
])('a text with %s: where it is', async (_what, words, why) => {
  const body = await refused(() => send({ content: text(words) }), 400, 'invalid-request')
  expect(body['errors']).toEqual([{ path: 'body.content.text', message: expect.stringContaining(why) }])
})

test('a file that is not there', async () => {
  const mediaId = '0190b0a0-0000-7000-8000-000000000000'
  await refused(() => send({ content: { type: 'image', media: { mediaId } } }), 404, 'media-not-found')
})

test('a file of another type than what it is sent as', async () => {
  const store = async (bytes: string, type: string) => {
    const form = new FormData()
    form.set('file', new Blob([bytes], { type }), 'list.csv')
    const { 'content-type': _, ...headers } = owner
    const response = await fetch(`${server.url}/v1/media`, { method: 'POST', headers, body: form })
    return ((await response.json()) as { id: string }).id // the contract's Media
  }
  const mediaId = await store('name,phone\nA,1', 'text/csv')
  const body = await refused(
    () => send({ content: { type: 'image', media: { mediaId } } }),
    422,
    'media-type-not-accepted',
  )
  expect(body['detail']).toMatch(/sends as image: image\/jpeg, image\/png. The file is text\/(csv|plain)\. Convert it/)
  const voice = { type: 'audio', voice: true, media: { mediaId } }
  await refused(() => send({ content: voice }), 422, 'media-type-not-accepted')
  const header = { type: 'image', media: { mediaId } }
  const buttons = [{ id: 'yes', title: 'Yes' }]
  await refused(
    () => send({ content: { type: 'buttons', header, body: 'Sure?', buttons } }),
    422,
    'media-type-not-accepted',
  )
})

test('5,000 characters of text: the limit, and the offer to split', async () => {
  const body = await refused(() => send({ content: text('word '.repeat(1_000).trim()) }), 422, 'text-too-long')
  expect(body['detail']).toContain('4096')
  expect(body['alternative']).toEqual({ kind: 'split', limit: 4_096, parts: 2 })
})

test.each([
  'http://127.0.0.1:9/menu.pdf',
  'http://10.0.0.1/menu.pdf',
  'http://[::ffff:192.168.0.1]/menu.pdf',
  'http://169.254.169.254/latest/meta-data/',
  'http://localhost/menu.pdf',
])('a link to a private address: %s', async (link) => {
  const content = { type: 'document', media: { link } }
  await refused(() => send({ content }), 422, 'media-address-refused')
  await refused(() => call('POST', '/v1/media', { url: link }), 422, 'media-address-refused')
})

test('a link that is none', async () => {
  const content = { type: 'document', media: { link: 'file:///etc/passwd' } }
  const before = await settledCounts()
  expect(await send({ content })).toMatchObject({ status: 400, body: { code: 'invalid-request' } })
  expect(await counts()).toEqual(before)
})

/** Begins an upload and gives the answer as soon as it is there, however much was sent by then. */
function upload(headers: Record<string, string>, megabytes: number): Promise<Answer & { readonly sent: number }> {
  return new Promise((resolve, reject) => {
    let sent = 0
    let answered = false
    const request = http.request(`${server.url}/v1/media`, {
      method: 'POST',
      headers: {
        'x-admin-api-key': owner['x-admin-api-key'],
        'content-type': 'multipart/form-data; boundary=x',
        ...headers,
      },
    })
    request.on('response', (response) => {
      answered = true
      let body = ''
      response.on('data', (chunk: Buffer) => (body += chunk.toString()))
      response.on('end', () => {
        request.destroy()
        resolve({ status: response.statusCode ?? 0, body: JSON.parse(body) as Json, sent }) // every answer is an object
      })
    })
    // After the answer the server may close while we still write.
    request.on('error', (error) => answered || reject(error))
    const part = 'content-disposition: form-data; name="file"; filename="film.mp4"\r\ncontent-type: video/mp4'
    request.write(`--x\r\n${part}\r\n\r\n`)
    const chunk = Buffer.alloc(1_000_000, 'film')
    const pump = () => {
      if (answered || sent >= megabytes * 1_000_000) return
      sent += chunk.length
      if (request.write(chunk)) setImmediate(pump)
      else request.once('drain', pump)
    }
    pump()
  })
}

function residentMegabytes(): number {
  const status = readFileSync(`/proc/${server.process.pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1_024
}

test('a 4 GB upload that says its size is refused before its bytes', async () => {
  await refused(() => upload({ 'content-length': '4000000000' }, 1), 413, 'media-too-large')
})

test('a 4 GB upload that does not say its size is refused once it is too large, and is never in memory', async () => {
  const before = residentMegabytes()
  let sent = 0
  await refused(
    async () => {
      const answer = await upload({ 'transfer-encoding': 'chunked' }, 4_000)
      sent = answer.sent
      return answer
    },
    413,
    'media-too-large',
  )
  expect(sent).toBeLessThan(400_000_000)
  expect(residentMegabytes() - before).toBeLessThan(120)
})

test('a body of JSON that is too large', async () => {
  await refused(() => send({ content: text('x'.repeat(1_200_000)) }), 413, 'body-too-large')
})

test('a quote, and a reaction to, a message that is in another conversation or in none', async () => {
  const other = await write('491701234568')
  const { items } = (await call('GET', `/v1/conversations/${other.conversationId}/messages`)).body as {
    items: { id: string }[]
  }
  const nowhere = '0190b0a0-0000-7000-8000-000000000000'
  for (const quotedMessageId of [items[0]?.id, nowhere])
    await refused(() => send({ quotedMessageId }), 422, 'quote-not-found')
  for (const messageId of [items[0]?.id, nowhere])
    await refused(() => send({ content: { type: 'reaction', messageId, emoji: '👍' } }), 422, 'target-not-found')
  await refused(() => call('PUT', `/v1/messages/${nowhere}/reaction`, { emoji: '👍' }), 404, 'not-found')
})

test('an approval that is decided twice', async () => {
  await call('PATCH', `/v1/conversations/${conversationId}`, { policy: 'approve' })
  const { approvalId } = (await send({})).body
  await call('PATCH', `/v1/conversations/${conversationId}`, { policy: 'inherit' })
  expect((await call('POST', `/v1/approvals/${approvalId}/reject`)).status).toBe(200)
  for (const verdict of ['approve', 'reject'])
    await refused(() => call('POST', `/v1/approvals/${approvalId}/${verdict}`), 409, 'approval-decided')
  await refused(
    () => call('POST', '/v1/approvals/0190b0a0-0000-7000-8000-000000000000/approve'),
    404,
    'approval-not-found',
  )
})

test('an Idempotency-Key for another request, a cancellation and a verdict that come too late', async () => {
  const keyed = async (words: string) => {
    const response = await fetch(`${server.url}/v1/messages?wait=accepted`, {
      method: 'POST',
      headers: { ...owner, 'idempotency-key': 'once' },
      body: JSON.stringify({ to: { conversationId }, content: text(words) }),
    })
    return { status: response.status, body: (await response.json()) as Json } // every answer is an object
  }
  const { sends } = (await keyed('First')).body as { sends: { id: string }[] }
  await refused(() => keyed('Second'), 409, 'idempotency-conflict')
  const id = sends[0]?.id
  await refused(() => call('POST', `/v1/messages/${id}/cancel`), 409, 'cancel-too-late')
  await refused(() => call('POST', `/v1/messages/${id}/settle`, { outcome: 'not-sent' }), 409, 'send-not-unknown')
  await refused(() => call('PATCH', `/v1/messages/${id}`, { content: text('Other') }), 409, 'send-not-held')
})

test('a send, a reaction and a blue tick to a contact that was erased', async () => {
  const gone = await write('491701234569')
  const confirm = { confirm: gone.contactId }
  expect((await call('POST', `/v1/contacts/${gone.contactId}/erase`, confirm)).status).toBe(200)
  await refused(() => send({ to: { contactId: gone.contactId } }), 410, 'contact-erased')
  const out = { optOut: true, source: 'form' }
  await refused(() => call('PATCH', `/v1/contacts/${gone.contactId}`, out), 410, 'contact-erased')
  expect((await call('POST', `/v1/conversations/${gone.conversationId}/read`)).status).toBeGreaterThanOrEqual(404)
})

test('somebody who opted out gets no notice, and a credential that may not send sends nothing', async () => {
  await call('PATCH', `/v1/contacts/${contactId}`, { optOut: true, source: 'a call' })
  await refused(() => send({ purpose: 'notification' }), 403, 'opted-out')
  await call('PATCH', `/v1/contacts/${contactId}`, { optOut: false, source: 'a call' })
  const { key } = (await call('POST', '/v1/keys', { name: 'mute', scopes: ['messages:send'], sendPolicy: 'block' }))
    .body
  await refused(
    async () => {
      const response = await fetch(`${server.url}/v1/messages`, {
        method: 'POST',
        headers: { authorization: `Bearer ${String(key)}`, 'content-type': 'application/json' },
        body: JSON.stringify({ to: { conversationId }, content: text('Hello') }),
      })
      return { status: response.status, body: (await response.json()) as Json } // every answer is an object
    },
    403,
    'sender-may-not-send',
  )
})
