import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { WebhookBody, type WorkspaceId } from '@switchboard/contract'
import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { eraseContact } from '../retention/erase-contact.ts'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { createSeed, type Seed } from '../testing/seed-conversation.ts'
import { deleteEndpoint, disableEndpoint, enableEndpoint, rotateSecret, updateEndpoint } from './change-endpoint.ts'
import { getDelivery, listDeliveries } from './deliveries.ts'
import { findEndpoint, toEndpoint } from './endpoint-row.ts'
import { openPost, type Post, type Receiver, startReceiver, tester } from './outgoing-webhooks.case.ts'
import { replayDelivery, replayRange } from './replay-webhooks.ts'

let database: TestDatabase
let seed: Seed
let workspaceId: WorkspaceId
let post: Post
let receiver: Receiver

beforeAll(async () => {
  database = await createTestDatabase()
  seed = createSeed(database.pool)
})
beforeEach(async () => {
  workspaceId = await seed.workspace()
  receiver = await startReceiver()
  post = openPost(database)
})
afterEach(async () => {
  await post[Symbol.asyncDispose]()
  await receiver[Symbol.asyncDispose]()
  await database.pool.query(`delete from webhook_endpoints`)
})
afterAll(() => database[Symbol.asyncDispose]())

/** Statements that are settled a little later than they are committed are waited for. */
const soon = { timeout: 60_000, interval: 20 }

async function person() {
  const accountId = await seed.account(workspaceId)
  const contactId = await seed.contact(workspaceId, { name: 'Ada', phone: '+4915112345678' })
  const conversationId = await seed.conversation(workspaceId, accountId, contactId)
  const messageId = await seed.message(conversationId, { text: 'a very private text', at: Date.now() })
  return { workspaceId, accountId, contactId, conversationId, messageId }
}

/** Makes what waits for its next attempt due. */
const hurry = () =>
  database.pool.query(
    `update webhook_deliveries set next_attempt_at = now() where state = 'pending' and lease_id is null and workspace_id = $1`,
    [workspaceId],
  )

/** Reads after everything that waits was made due. */
const hurriedly =
  <Value>(read: () => Value | Promise<Value>) =>
  async () => {
    await hurry()
    return await read()
  }

const stateOf = async (id: string) => {
  const { rows } = await database.pool.query<{ state: string; attempts: number }>(
    'select state, attempts from webhook_deliveries where id = $1',
    [id],
  )
  return rows[0]
}

test('an event arrives signed, with the message as it is, once, and only what was asked for', async () => {
  post.start()
  const { secret, id } = await post.endpoint(workspaceId, `${receiver.url}/hook?token=1`)
  const about = await person()
  await post.append([
    about,
    { workspaceId, type: 'call.updated' },
    { workspaceId, type: 'message.status', data: { n: 2 } },
  ])
  await expect.poll(() => receiver.received.length, soon).toBe(2)
  // They run side by side.
  const first = receiver.received.find(({ body }) => body.includes('message.received'))
  const body = WebhookBody.parse(new Webhook(secret).verify(first?.body ?? '', first?.headers ?? {}))
  expect(body.type).toBe('message.received')
  expect(body.data.message).toMatchObject({ id: about.messageId, text: 'a very private text', statuses: [] })
  expect(body.data.event).toMatchObject({ contactId: about.contactId, type: 'message.received' })
  expect(first?.path).toBe('/hook?token=1')
  expect(() => new Webhook('whsec_c29tZWJvZHkgZWxzZQ==').verify(first?.body ?? '', first?.headers ?? {})).toThrow()
  const items = () => listDeliveries(database.pool, workspaceId, id, { limit: 10 })
  await expect
    .poll(async () => (await items()).map(({ state, eventType }) => [state, eventType]), soon)
    .toEqual([
      ['delivered', 'message.status'],
      ['delivered', 'message.received'],
    ])
  expect((await items())[1]?.lastAttempt).toMatchObject({ status: 204, code: null })
})

test('without messages a body holds ids only', async () => {
  post.start()
  await post.endpoint(workspaceId, receiver.url, { includeMessages: false })
  await post.append([await person()])
  await expect.poll(() => receiver.received.length, soon).toBe(1)
  expect(receiver.received[0]?.body).not.toContain('private')
})

test('a workspace gets only its own events, and sees only its own endpoints', async () => {
  post.start()
  const other = await seed.workspace()
  const mine = await post.endpoint(workspaceId, `${receiver.url}/mine`)
  await post.endpoint(other, `${receiver.url}/other`)
  await post.append([{ workspaceId }, { workspaceId: other }, { workspaceId }])
  await expect.poll(() => [receiver.at('/mine').length, receiver.at('/other').length], soon).toEqual([2, 1])
  await expect(findEndpoint(database.pool, other, mine.id)).rejects.toMatchObject({
    code: 'webhook-endpoint-not-found',
  })
  const [delivery] = await listDeliveries(database.pool, workspaceId, mine.id, { limit: 1 })
  if (!delivery) throw new Error('there is one')
  await expect(getDelivery(database.pool, other, delivery.id)).rejects.toMatchObject({
    code: 'webhook-delivery-not-found',
  })
  expect(await listDeliveries(database.pool, other, mine.id, { limit: 10 })).toEqual([])
  await expect(replayDelivery(post.desk, other, mine.id, delivery.id)).rejects.toMatchObject({ status: 404 })
})

test('what failed is tried again under the same id, with a new time and signature, until it is taken', async () => {
  post.start()
  receiver.answer = ({ id }) =>
    receiver.received.filter((one) => one.id === id).length < 3 ? { status: 500, text: 'no\0t now' } : { status: 200 }
  const { secret } = await post.endpoint(workspaceId, receiver.url)
  await post.append([{ workspaceId }])
  await expect.poll(() => receiver.received.length, soon).toBe(1)
  const id = receiver.received[0]?.id ?? ''
  await expect.poll(async () => (await stateOf(id))?.attempts, soon).toBe(1)
  await expect
    .poll(
      hurriedly(() => receiver.received.length),
      soon,
    )
    .toBe(3)
  for (const one of receiver.received) {
    expect(one.id).toBe(id)
    new Webhook(secret).verify(one.body, one.headers)
  }
  await expect.poll(async () => (await stateOf(id))?.state, soon).toBe('delivered')
  const detail = await getDelivery(database.pool, workspaceId, id as never) // an id of a delivery
  expect(detail.attemptLog.map(({ status, code }) => [status, code])).toEqual([
    [500, 'status-500'],
    [500, 'status-500'],
    [200, null],
  ])
  expect(detail.responseExcerpt).toBeNull()
})

test('after the last attempt a delivery is failed, and a replay opens it again', async () => {
  post.start()
  receiver.answer = () => ({ status: 302, headers: { location: '/elsewhere' }, text: 'over there' })
  const { id } = await post.endpoint(workspaceId, receiver.url)
  await post.append([{ workspaceId }])
  const failed = () => listDeliveries(database.pool, workspaceId, id, { state: 'failed', limit: 10 })
  await expect
    .poll(
      hurriedly(async () => (await failed()).length),
      soon,
    )
    .toBe(1)
  expect(receiver.received).toHaveLength(11)
  expect(receiver.at('/elsewhere')).toEqual([])
  const [delivery] = await failed()
  if (!delivery) throw new Error('there is one')
  expect(delivery.lastAttempt).toMatchObject({ code: 'redirected', status: 302 })
  expect(await getDelivery(database.pool, workspaceId, delivery.id)).toMatchObject({ responseExcerpt: 'over there' })
  receiver.answer = () => ({ status: 200 })
  expect(await replayRange(post.desk, workspaceId, id, { afterSeq: 0, onlyFailed: true })).toEqual({
    replayed: 1,
    nextAfterSeq: null,
  })
  await expect.poll(async () => (await stateOf(delivery.id))?.state, soon).toBe('delivered')
  expect(new Set(receiver.received.map((one) => one.id)).size).toBe(1)
})

test('a dispatcher that is killed between the answer and its record leaves a delivery that comes again under the same id', async () => {
  await post.endpoint(workspaceId, receiver.url)
  receiver.answer = () => {
    // Not a moment for the process to hear of the answer.
    child.kill('SIGKILL')
    return { status: 200 }
  }
  const child = spawn(
    process.execPath,
    [path.join(import.meta.dirname, 'killed-sender.child.ts'), database.connectionString],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  )
  await post.append([{ workspaceId }])
  await once(child, 'exit')
  // What it had asked of Postgres before it died is still done.
  const connections = () =>
    database.pool.query(
      `select from pg_stat_activity where datname = current_database() and application_name = 'switchboard'`,
    )
  await expect.poll(async () => (await connections()).rowCount, soon).toBe(0)
  expect(receiver.received).toHaveLength(1)
  const id = receiver.received[0]?.id ?? ''
  expect(await stateOf(id)).toEqual({ state: 'pending', attempts: 1 })
  receiver.answer = () => ({ status: 200 })
  post.start()
  // Its lease is anybody's when its time is over.
  await database.pool.query('update webhook_deliveries set next_attempt_at = now() where id = $1', [id])
  await expect.poll(() => receiver.received.length, soon).toBe(2)
  expect(receiver.received[1]?.id).toBe(id)
  await expect.poll(() => stateOf(id), soon).toEqual({ state: 'delivered', attempts: 2 })
})

test('two senders on one database send each event once', async () => {
  post.start()
  post.start()
  await post.endpoint(workspaceId, `${receiver.url}/a`)
  await post.endpoint(workspaceId, `${receiver.url}/b`)
  for (let round = 0; round < 20; round += 1) await post.append(Array.from({ length: 25 }, () => ({ workspaceId })))
  await expect.poll(() => receiver.received.length, soon).toBe(1_000)
  expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(1_000)
  for (const way of ['/a', '/b']) expect(receiver.at(way)).toHaveLength(500)
})

test('an endpoint that never answers does not hold up the one beside it', async () => {
  const sender = post.start()
  receiver.answer = ({ path: way }) => (way === '/hangs' ? 'nothing' : { status: 200 })
  await post.endpoint(workspaceId, `${receiver.url}/hangs`)
  await post.endpoint(workspaceId, `${receiver.url}/fast`)
  await post.append(Array.from({ length: 200 }, () => ({ workspaceId })))
  await expect.poll(() => receiver.at('/hangs').length, soon).toBeGreaterThan(10)
  const times: number[] = []
  for (let round = 0; round < 100; round += 1) {
    const before = receiver.at('/fast').length
    const started = performance.now()
    await post.append([{ workspaceId }])
    await expect.poll(() => receiver.at('/fast').length, { timeout: 60_000, interval: 2 }).toBeGreaterThan(before)
    times.push(performance.now() - started)
  }
  // Its share at a time, and no more, whatever waits for it. What an attempt leaves free after its 15 s is another's, and on a busy
  // machine the rounds above take longer than that.
  const arrivals = receiver.at('/hangs').map(({ at }) => at)
  for (const first of arrivals)
    expect(arrivals.filter((at) => at >= first && at < first + 10_000).length).toBeLessThanOrEqual(16)
  expect(sender.stats().held).toBeLessThanOrEqual(128 + 16)
  times.sort((a, b) => a - b)
  // Ten times what it takes alone on a busy machine; behind the other it would be the 15 s of an attempt.
  expect(times[98]).toBeLessThan(2_000)
})

test('a private address is refused when a name leads to one later, too', async () => {
  let address = '127.0.0.1'
  const resolve = () => Promise.resolve([{ address, family: 4 }])
  await using rebound = openPost(database, { allowed: ['127.0.0.1/32'], resolve })
  rebound.start()
  const { port } = new URL(receiver.url)
  const { id } = await rebound.endpoint(workspaceId, `http://hooks.example.com:${port}/`)
  address = '127.0.0.2'
  await rebound.append([{ workspaceId }])
  const last = async () => (await listDeliveries(database.pool, workspaceId, id, { limit: 1 }))[0]?.lastAttempt?.code
  await expect.poll(last, soon).toBe('address-not-public')
  expect(receiver.received).toEqual([])
  await expect(
    updateEndpoint(rebound.desk, workspaceId, id, { url: 'http://other.example.com/' }, tester),
  ).rejects.toMatchObject({
    code: 'webhook-url-refused',
  })
})

test('after a rotation both secrets verify until the former one is over', async () => {
  post.start()
  const { id, secret } = await post.endpoint(workspaceId, receiver.url)
  const rotated = await rotateSecret(post.desk, workspaceId, id, 24)
  expect(rotated.secret).not.toBe(secret)
  await post.append([{ workspaceId }])
  await expect.poll(() => receiver.received.length, soon).toBe(1)
  const [both] = receiver.received
  for (const one of [secret, rotated.secret]) new Webhook(one).verify(both?.body ?? '', both?.headers ?? {})
  await database.pool.query(
    `update webhook_endpoints set former_secret_until = now() - interval '1 second' where id = $1`,
    [id],
  )
  await post.append([{ workspaceId }])
  await expect.poll(() => receiver.received.length, soon).toBe(2)
  const [, after] = receiver.received
  new Webhook(rotated.secret).verify(after?.body ?? '', after?.headers ?? {})
  expect(() => new Webhook(secret).verify(after?.body ?? '', after?.headers ?? {})).toThrow('No matching signature')
})

test('switched off and on again, an endpoint gets everything that happened meanwhile', async () => {
  post.start()
  receiver.answer = () => ({ status: 500 })
  const { id } = await post.endpoint(workspaceId, receiver.url)
  await post.append([{ workspaceId, data: { n: 1 } }])
  await expect.poll(() => receiver.received.length, soon).toBe(1)
  expect(await disableEndpoint(post.desk, workspaceId, id, 'somebody')).toMatchObject({
    disabled: { reason: 'asked', by: 'somebody' },
  })
  await post.append([{ workspaceId, data: { n: 2 } }])
  await hurry()
  receiver.answer = () => ({ status: 200 })
  await enableEndpoint(post.desk, workspaceId, id, 'missed', tester)
  await post.append([{ workspaceId, data: { n: 3 } }])
  const numbers = () => {
    const taken = receiver.received.map(({ body }) => WebhookBody.parse(JSON.parse(body)).data.event.data['n'])
    return [...new Set(taken)].sort()
  }
  await expect
    .poll(
      hurriedly(() => numbers()),
      soon,
    )
    .toEqual([1, 2, 3])
  await expect
    .poll(
      async () => (await listDeliveries(database.pool, workspaceId, id, { state: 'delivered', limit: 9 })).length,
      soon,
    )
    .toBe(3)
})

test('switched on from now, what waited is cancelled and what happened meanwhile is passed over', async () => {
  post.start()
  receiver.answer = () => ({ status: 500 })
  const { id } = await post.endpoint(workspaceId, receiver.url)
  await post.append([{ workspaceId, data: { n: 1 } }])
  await expect.poll(() => receiver.received.length, soon).toBe(1)
  await disableEndpoint(post.desk, workspaceId, id, 'somebody')
  await post.append([{ workspaceId, data: { n: 2 } }])
  receiver.received.length = 0
  receiver.answer = () => ({ status: 200 })
  await enableEndpoint(post.desk, workspaceId, id, 'now', tester)
  await post.append([{ workspaceId, data: { n: 3 } }])
  await expect.poll(() => receiver.received.length, soon).toBe(1)
  expect(WebhookBody.parse(JSON.parse(receiver.received[0]?.body ?? '')).data.event.data).toEqual({ n: 3 })
  const states = async () =>
    (await listDeliveries(database.pool, workspaceId, id, { limit: 9 })).map(({ state }) => state)
  await expect.poll(states, soon).toEqual(['delivered', 'cancelled'])
})

test('while no endpoint is switched on, the log is not read, however often it grows', async () => {
  const asked = vi.spyOn(database.pool, 'query')
  const sender = post.start()
  const until = Date.now() + 300
  while (Date.now() < until) {
    sender.poke()
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  const texts = asked.mock.calls.map(([query]) => JSON.stringify(query))
  asked.mockRestore()
  expect(texts.length).toBeGreaterThan(0)
  expect(texts.filter((text) => text.includes('events_seq') || /from events/.test(text))).toEqual([])
  expect(texts.length).toBeLessThan(20)
})

test('410 switches an endpoint off at once, and so do five days of nothing but failures; each is an event and a line in the log', async () => {
  post.start()
  receiver.answer = ({ path: way }) => ({ status: way === '/gone' ? 410 : 503 })
  const gone = await post.endpoint(workspaceId, `${receiver.url}/gone`)
  const failing = await post.endpoint(workspaceId, `${receiver.url}/failing`)
  await post.append([{ workspaceId }])
  const shown = async (id: typeof gone.id) => toEndpoint(await findEndpoint(database.pool, workspaceId, id))
  await expect.poll(async () => (await shown(gone.id)).disabled?.reason, soon).toBe('gone')
  await expect.poll(async () => (await shown(failing.id)).failingSince, soon).toEqual(expect.any(String))
  expect((await shown(failing.id)).state).toBe('enabled')
  await database.pool.query(`update webhook_endpoints set failing_since = now() - interval '6 days' where id = $1`, [
    failing.id,
  ])
  await expect
    .poll(
      hurriedly(async () => (await shown(failing.id)).disabled?.reason),
      soon,
    )
    .toBe('failing')
  const { rows } = await database.pool.query(
    `select data->>'endpointId' as id, data->>'reason' as reason from events where workspace_id = $1 and type = 'webhook.endpoint.disabled' order by seq`,
    [workspaceId],
  )
  expect(rows).toEqual([
    { id: gone.id, reason: 'gone' },
    { id: failing.id, reason: 'failing' },
  ])
  expect(post.lines.filter(({ message }) => message.includes('switched off'))).toHaveLength(2)
})

test('what is erased between two attempts is not in the next one, nor in what was kept of the answer', async () => {
  post.start()
  receiver.answer = ({ body }) => ({ status: 500, text: `cannot take ${body.slice(-400)}` })
  const { id } = await post.endpoint(workspaceId, receiver.url)
  const about = await person()
  await post.append([about])
  await expect.poll(() => receiver.received.length, soon).toBe(1)
  expect(receiver.received[0]?.body).toContain('a very private text')
  const excerpt = async () => {
    const [delivery] = await listDeliveries(database.pool, workspaceId, id, { limit: 1 })
    return delivery && (await getDelivery(database.pool, workspaceId, delivery.id)).responseExcerpt
  }
  await expect.poll(excerpt, soon).toEqual(expect.any(String))
  await eraseContact(database.pool, { workspaceId, contactId: about.contactId, requestedBy: 'a test' })
  expect(await excerpt()).toBeNull()
  await expect
    .poll(
      hurriedly(() => receiver.received.length),
      soon,
    )
    .toBeGreaterThan(1)
  const second = WebhookBody.parse(JSON.parse(receiver.received[1]?.body ?? ''))
  expect(second.data.message).toBeNull()
  expect(receiver.received[1]?.body).not.toContain('private')
})

test('a replay of a range sends again what is kept and makes what is not, with the ids that they had', async () => {
  const sender = post.start()
  const { id } = await post.endpoint(workspaceId, receiver.url)
  const since = new Date()
  await post.append(Array.from({ length: 30 }, (_, n) => ({ workspaceId, data: { n } })))
  await expect.poll(() => receiver.received.length, soon).toBe(30)
  const first = receiver.received.map((one) => one.id).sort()
  await expect.poll(() => sender.stats().held, soon).toBe(0)
  await database.pool.query(`delete from webhook_deliveries where endpoint_id = $1 and event_seq % 2 = 0`, [id])
  const answer = await replayRange(post.desk, workspaceId, id, { since: since.toISOString(), onlyFailed: false })
  expect(answer).toEqual({ replayed: 30, nextAfterSeq: null })
  await expect.poll(() => receiver.received.length, soon).toBe(60)
  expect(
    receiver.received
      .slice(30)
      .map((one) => one.id)
      .sort(),
  ).toEqual(first)
})

test('deleting an endpoint cancels what waits for it, and each delivery is still found by its id', async () => {
  post.start()
  receiver.answer = () => ({ status: 500 })
  const { id } = await post.endpoint(workspaceId, receiver.url)
  await post.append([{ workspaceId }])
  await expect.poll(() => receiver.received.length, soon).toBe(1)
  await deleteEndpoint(post.desk, workspaceId, id)
  const [kept] = await listDeliveries(database.pool, workspaceId, id, { limit: 9 })
  expect(kept).toMatchObject({ id: receiver.received[0]?.id, state: 'cancelled' })
  if (kept) expect(await getDelivery(database.pool, workspaceId, kept.id)).toMatchObject({ state: 'cancelled' })
})

test('no secret is in the rows or in the log', async () => {
  post.start()
  receiver.answer = () => ({ status: 500, text: 'no' })
  const { id, secret } = await post.endpoint(workspaceId, receiver.url)
  const { secret: next } = await rotateSecret(post.desk, workspaceId, id, 1)
  await post.append([{ workspaceId }])
  await expect.poll(() => receiver.received.length, soon).toBe(1)
  const { rows } = await database.pool.query(
    `select to_jsonb(w)::text as row from webhook_endpoints w union all select to_jsonb(d)::text from webhook_deliveries d
     union all select to_jsonb(e)::text from events e where workspace_id = $1`,
    [workspaceId],
  )
  const kept = JSON.stringify([rows, post.lines])
  for (const one of [secret, next]) expect(kept).not.toContain(one.slice('whsec_'.length))
})

test('an endpoint with too much before it takes no more from the log, and takes it later', async () => {
  const { id } = await post.endpoint(workspaceId, receiver.url)
  await database.pool.query(
    `insert into webhook_deliveries (id, created_at, workspace_id, endpoint_id, event_seq, event_recorded_at, event_type, state, next_attempt_at)
     select gen_random_uuid(), date_trunc('milliseconds', now()), $1, $2, 0, now(), 'message.received', 'pending', now() + interval '1 hour'
     from generate_series(1, 5000)`,
    [workspaceId, id],
  )
  const other = await post.endpoint(workspaceId, `${receiver.url}/other`)
  post.start()
  await post.append([{ workspaceId }])
  await expect.poll(() => receiver.at('/other').length, soon).toBe(1)
  expect((await findEndpoint(database.pool, workspaceId, id)).cursor).toBeLessThan(
    (await findEndpoint(database.pool, workspaceId, other.id)).cursor,
  )
  await database.pool.query('delete from webhook_deliveries where endpoint_id = $1', [id])
  await expect.poll(() => receiver.at('/').length, soon).toBe(1)
})
