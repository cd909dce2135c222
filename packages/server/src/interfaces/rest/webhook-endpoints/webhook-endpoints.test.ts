import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { appendEvents } from '../../../events/append.ts'
import { openPost, type Post, type Receiver, startReceiver } from '../../../outgoing-webhooks/outgoing-webhooks.case.ts'
import { createTestApp, type TestApp } from '../../../testing/test-app.ts'
import { registerWebhookEndpoints } from './index.ts'

let server: TestApp
let post: Post
let receiver: Receiver
let headers: { authorization: string }

beforeAll(async () => {
  receiver = await startReceiver()
  server = await createTestApp(({ app, database }) => {
    post = openPost(database)
    registerWebhookEndpoints(app, post.desk)
  })
  post.start()
  headers = await server.headersOf()
})
afterAll(async () => {
  await post[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
  await receiver[Symbol.asyncDispose]()
})

async function call(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object, as = headers) {
  const answer = await server.app.inject({ method, url, headers: as, ...(payload ? { payload } : {}) })
  return { status: answer.statusCode, body: answer.json(), text: answer.body, headers: answer.headers }
}

const root = '/v1/webhook-endpoints'
const soon = { timeout: 60_000, interval: 20 }

test('an endpoint is made, shown, changed, switched off and on, rotated and deleted; its secret is shown only when it is new', async () => {
  const made = await call('POST', root, { url: `${receiver.url}/life`, eventTypes: ['message.*', 'call.updated'] })
  expect([made.status, made.headers['cache-control']]).toEqual([201, 'no-store'])
  const { id, secret } = made.body
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  const shown = await call('GET', `${root}/${id}`)
  expect(shown.body).toMatchObject({ id, state: 'enabled', eventTypes: ['message.*', 'call.updated'], disabled: null })
  const changed = await call('PATCH', `${root}/${id}`, { description: 'the shop', eventTypes: ['*'] })
  expect(changed.body).toMatchObject({ description: 'the shop', eventTypes: ['*'], url: `${receiver.url}/life` })
  const off = await call('POST', `${root}/${id}/disable`)
  expect(off.body).toMatchObject({ state: 'disabled', disabled: { reason: 'asked', by: 'all' } })
  const on = await call('POST', `${root}/${id}/enable`, { from: 'now' })
  expect(on.body).toMatchObject({ state: 'enabled', disabled: null })
  const rotated = await call('POST', `${root}/${id}/rotate-secret`, { overlapHours: 1 })
  expect(rotated.body.secret).not.toBe(secret)
  expect(Date.parse(rotated.body.formerSecretUntil) - Date.now()).toBeGreaterThan(3_500_000)
  const list = await call('GET', root)
  expect(list.body.items.map((item: { id: string }) => item.id)).toContain(id)
  for (const { text } of [shown, changed, off, on, list]) expect(text).not.toMatch(/whsec_|"box"/)
  expect((await call('DELETE', `${root}/${id}`)).status).toBe(200)
  expect((await call('GET', `${root}/${id}`)).body.code).toBe('webhook-endpoint-not-found')
})

test('enable and rotate-secret need no body, nor does any route that takes none mind an empty one that is called JSON', async () => {
  const { id } = (await call('POST', root, { url: receiver.url })).body
  expect((await call('POST', `${root}/${id}/enable`)).status).toBe(200)
  expect((await call('POST', `${root}/${id}/rotate-secret`)).status).toBe(200)
  const asJson = { ...headers, 'content-type': 'application/json' }
  const empty = (method: 'POST' | 'DELETE', url: string) =>
    server.app.inject({ method, url, headers: asJson, payload: '' })
  expect((await empty('POST', `${root}/${id}/enable`)).statusCode).toBe(200)
  expect((await empty('POST', `${root}/${id}/rotate-secret`)).statusCode).toBe(200)
  expect((await empty('POST', `${root}/${id}/disable`)).statusCode).toBe(200)
  const needed = await empty('POST', root)
  expect([needed.statusCode, needed.json().code, needed.json().detail]).toEqual([
    400,
    'invalid-request',
    'body: Invalid input: expected object, received null',
  ])
  const spoiled = await server.app.inject({ method: 'POST', url: root, headers: asJson, payload: '{"__proto__": {}}' })
  expect([spoiled.statusCode, spoiled.json().code]).toEqual([400, 'invalid-request'])
  expect((await empty('DELETE', `${root}/${id}`)).statusCode).toBe(200)
})

test('a test says what came back, and what stands in the way', async () => {
  receiver.answer = () => ({ status: 418, text: 'a teapot' })
  const { id, secret } = (await call('POST', root, { url: `${receiver.url}/test` })).body
  const refused = (await call('POST', `${root}/${id}/test`)).body
  expect(refused).toMatchObject({
    delivered: false,
    attempt: { status: 418, code: 'status-418' },
    responseExcerpt: 'a teapot',
  })
  const [sample] = receiver.at('/test')
  expect(new Webhook(secret).verify(sample?.body ?? '', sample?.headers ?? {})).toMatchObject({ type: 'webhook.test' })
  expect(sample?.id).toBe(refused.webhookId)
  receiver.answer = () => ({ status: 200 })
  await call('PATCH', `${root}/${id}`, { url: 'http://127.0.0.1:9/' })
  const nobody = (await call('POST', `${root}/${id}/test`)).body
  expect(nobody.attempt).toMatchObject({ status: null, sentence: 'Nothing listens at the address and port.' })
  await call('PATCH', `${root}/${id}`, { url: receiver.url.replace('http:', 'https:') })
  const plain = (await call('POST', `${root}/${id}/test`)).body
  expect(plain.attempt).toMatchObject({ status: null, code: 'tls-failed' })
  await call('DELETE', `${root}/${id}`)
})

test('deliveries are listed by page, shown with their attempts, and replayed', async () => {
  const { id } = (await call('POST', root, { url: `${receiver.url}/pages`, eventTypes: ['call.updated'] })).body
  const event = { workspaceId: server.workspaceId, type: 'call.updated' as const, occurredAt: Date.now() }
  await appendEvents(server.database.pool, [event, event, event])
  const delivered = async () => (await call('GET', `${root}/${id}/deliveries?state=delivered`)).body.items
  await expect.poll(async () => (await delivered()).length, soon).toBe(3)
  const first = (await call('GET', `${root}/${id}/deliveries?limit=2&eventType=call.*`)).body
  const second = (await call('GET', `${root}/${id}/deliveries?limit=2&cursor=${first.nextCursor}`)).body
  expect([first.items.length, second.items.length, second.nextCursor]).toEqual([2, 1, null])
  const one = second.items[0].id
  const detail = (await call('GET', `/v1/webhook-deliveries/${one}`)).body
  expect(detail).toMatchObject({ id: one, attempts: 1, attemptLog: [{ status: 200 }] })
  expect((await call('POST', `${root}/${id}/replay`, { deliveryId: one })).body.replayed).toBe(1)
  await expect.poll(() => receiver.at('/pages').filter((got) => got.id === one).length, soon).toBe(2)
  const afterSeq = second.items[0].eventSeq
  expect((await call('POST', `${root}/${id}/replay`, { afterSeq })).body).toEqual({ replayed: 2, nextAfterSeq: null })
  await expect.poll(() => receiver.at('/pages').length, soon).toBe(6)
  await call('DELETE', `${root}/${id}`)
})

test.each([
  ['a type that does not exist', { eventTypes: ['message.recieved'] }, 400, 'invalid-request'],
  ['a pattern that matches nothing', { eventTypes: ['mesage.*'] }, 400, 'invalid-request'],
  ['no types', { eventTypes: [] }, 400, 'invalid-request'],
  ['a misspelt filter, which would mean everything', { eventType: ['message.*'] }, 400, 'invalid-request'],
  ['a private address', { url: 'https://10.0.0.1/' }, 422, 'webhook-url-refused'],
])('%s is refused', async (_what, wrong, status, code) => {
  const answer = await call('POST', root, { url: receiver.url, ...wrong })
  expect([answer.status, answer.body.code]).toEqual([status, code])
})

test('who may not read messages can have none sent, and can not move an endpoint that gets them', async () => {
  const narrow = await server.headersOf('webhooks:manage', 'events:read')
  const eventTypes = ['webhook.*']
  const refused = await call('POST', root, { url: receiver.url, eventTypes }, narrow)
  expect([refused.status, refused.body.detail]).toEqual([403, expect.stringContaining('"includeMessages": false')])
  const { id } = (await call('POST', root, { url: receiver.url })).body
  expect((await call('PATCH', `${root}/${id}`, { url: `${receiver.url}/mine` }, narrow)).status).toBe(403)
  const bare = await call('POST', root, { url: receiver.url, eventTypes, includeMessages: false }, narrow)
  expect([bare.status, bare.body.includeMessages]).toEqual([201, false])
  expect((await call('POST', root, { url: receiver.url }, await server.headersOf('messages:read'))).status).toBe(403)
  for (const one of [id, bare.body.id]) await call('DELETE', `${root}/${one}`)
})

test('who may not hear of an event can have none sent, nor set going an endpoint that is told of them', async () => {
  const narrow = await server.headersOf('webhooks:manage', 'events:read', 'messages:read')
  const told = (types: string[], by = narrow) => call('POST', root, { url: receiver.url, eventTypes: types }, by)
  expect((await told(['*'])).body.detail).toContain(
    '"conversation.created" is told only to who has the scope "conversations:read"',
  )
  expect((await told(['message.*', 'call.updated'])).status).toBe(403)
  const own = await told(['message.*'])
  expect(own.status).toBe(201)
  const { id } = (await told(['*'], headers)).body
  const statuses = [
    (await call('POST', `${root}/${id}/enable`, {}, narrow)).status,
    (await call('POST', `${root}/${id}/replay`, { afterSeq: 0 }, narrow)).status,
    (await call('PATCH', `${root}/${own.body.id}`, { eventTypes: ['*'] }, narrow)).status,
  ]
  expect(statuses).toEqual([403, 403, 403])
  for (const one of [id, own.body.id]) await call('DELETE', `${root}/${one}`)
})

test('a replay of nothing in particular, or of two things, is refused', async () => {
  const { id } = (await call('POST', root, { url: receiver.url })).body
  expect((await call('POST', `${root}/${id}/replay`, {})).body.code).toBe('invalid-request')
  const both = { since: new Date().toISOString(), afterSeq: 1 }
  expect((await call('POST', `${root}/${id}/replay`, both)).body.code).toBe('invalid-request')
  await call('DELETE', `${root}/${id}`)
})

test('the audit names the endpoint and holds no secret', async () => {
  const made = await call('POST', root, { url: receiver.url })
  const audited = async () => {
    const { rows } = await server.database.pool.query<{ row: string }>(
      `select to_jsonb(a)::text as row from audit a where subject = $1`,
      [made.body.id],
    )
    return rows.map(({ row }) => row).join()
  }
  await expect.poll(audited, soon).toContain('POST /v1/webhook-endpoints')
  expect(await audited()).not.toContain(made.body.secret.slice(6))
})
