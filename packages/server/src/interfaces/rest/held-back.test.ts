import { type AccountId, ContactId } from '@switchboard/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CreateKeyOptions, createKey } from '../../access/keys.ts'
import { type BroadcastRunner, startBroadcastRunner } from '../../broadcasts/run-broadcasts.ts'
import { addCustomer, rules } from '../../outbox/outbox.case.ts'
import { withdrawSends } from '../../outbox/withdraw-sends.ts'
import { type DatabaseHandle, openScopedDatabase } from '../../store/database.ts'
import { createSeed } from '../../testing/seed-conversation.ts'
import { createTestApp, type TestApp, testAdminKey } from '../../testing/test-app.ts'
import { registerBroadcasts } from './broadcasts/index.ts'
import { registerKeys } from './keys/index.ts'
import { registerSendSide } from './send-side.ts'

let server: TestApp
let scoped: DatabaseHandle
let runner: BroadcastRunner
let accountId: AccountId
let conversationId: string
beforeAll(async () => {
  server = await createTestApp(({ app, authenticator, database: { pool, db, connectionString } }) => {
    scoped = openScopedDatabase({ connectionString })
    runner = startBroadcastRunner({ pool, rules, pollMilliseconds: 20 })
    // As a server has it: row security shows each credential what it reaches.
    const sending = { pool: scoped.pool, db: scoped.db, rules, poke() {} }
    registerSendSide(app, sending)
    registerKeys(app, { pool, db, systemPool: pool, authenticator })
    registerBroadcasts(app, { sending, poke: () => runner.poke() })
  })
  const { database, workspaceId } = server
  accountId = await createSeed(database.pool).account(workspaceId)
  await database.pool.query(`update accounts set send_rate = 20, default_region = 'DE' where id = $1`, [accountId])
  conversationId = (await addCustomer(database, workspaceId, accountId)).conversationId
})
afterAll(async () => {
  await runner.stop()
  await scoped[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

type Headers = Record<string, string>
const root: Headers = { 'x-admin-api-key': testAdminKey }
const scopes: CreateKeyOptions['scopes'] = ['messages:send', 'messages:read', 'broadcasts:manage']

async function keyOf(more: Partial<CreateKeyOptions>): Promise<Headers & { id: string }> {
  const { workspaceId, database } = server
  const { key, id } = await createKey(database.db, { workspaceId, name: more.sendPolicy ?? 'shop', scopes, ...more })
  // An own header of the test, to name the key.
  return { authorization: `Bearer ${key}`, id }
}

async function ask(headers: Headers, method: 'GET' | 'POST' | 'PATCH', url: string, payload?: object) {
  const { id: _, ...rest } = headers
  const response = await server.app.inject({ method, url, headers: rest, ...(payload ? { payload } : {}) })
  return { status: response.statusCode, body: response.json() }
}
/** The problem's code, or the state that came of it. */
async function outcomeOf(headers: Headers, url: string, payload?: object): Promise<string> {
  const { body } = await ask(headers, 'POST', url, payload)
  return body.code ?? body.state
}

const until = { timeout: 60_000, interval: 20 }
const phones = (count: number) => Array.from({ length: count }, (_, index) => ({ to: `+49170${1_000_000 + index}` }))
const hello = { type: 'template', name: 'hello', language: 'en' }
async function draft(headers: Headers, count = 60): Promise<string> {
  const asked = { name: 'News', content: hello, accountId, recipients: phones(count) }
  const { status, body } = await ask(headers, 'POST', '/v1/broadcasts', asked)
  expect(status).toBe(201)
  return `/v1/broadcasts/${body.id}`
}

async function hold(
  headers: Headers,
  text = 'hi',
  to = conversationId,
): Promise<{ send: string; approval: string; id: string }> {
  const { status, body } = await ask(headers, 'POST', '/v1/messages', {
    to: { conversationId: to },
    content: { type: 'text', text },
  })
  expect([status, body.approvalId]).toEqual([202, expect.any(String)])
  const id = body.sends[0].id
  return { id, send: `/v1/messages/${id}`, approval: `/v1/approvals/${body.approvalId}` }
}

test('a key under approval sets nothing going that was paused: it waits for a yes, and then goes on', async () => {
  const [approve, broadcast] = [await keyOf({ sendPolicy: 'approve' }), await draft(root)]
  await ask(root, 'POST', `${broadcast}/start`)
  const queued = async () => (await ask(root, 'GET', broadcast)).body.recipients.queued
  await expect.poll(queued, until).toBe(40)
  expect(await outcomeOf(root, `${broadcast}/pause`)).toBe('paused')
  await server.database.pool.query(`update outbox set state = 'accepted' where account_id = $1`, [accountId])
  expect(await outcomeOf(approve, `${broadcast}/resume`)).toBe('awaiting_approval')
  expect(await outcomeOf(approve, `${broadcast}/resume`)).toBe('awaiting_approval')
  expect(await queued()).toBe(40)
  expect(await outcomeOf(root, `${broadcast}/approve`)).toBe('running')
  await expect.poll(queued, until).toBe(60)
})

test('a key that may not send changes nothing of a broadcast', async () => {
  const [block, broadcast] = [await keyOf({ sendPolicy: 'block' }), await draft(root)]
  for (const verb of ['check', 'start', 'cancel'])
    expect([verb, await outcomeOf(block, `${broadcast}/${verb}`)]).toEqual([verb, 'sender-may-not-send'])
  expect(await outcomeOf(block, `${broadcast}/recipients`, { recipients: phones(1) })).toBe('sender-may-not-send')
  await ask(root, 'POST', `${broadcast}/start`, { startAt: new Date(Date.now() + 3_600_000).toISOString() })
  expect(await outcomeOf(block, `${broadcast}/pause`)).toBe('sender-may-not-send')
  expect(await outcomeOf(root, `${broadcast}/pause`)).toBe('paused')
  expect(await outcomeOf(block, `${broadcast}/resume`)).toBe('sender-may-not-send')
  expect((await ask(root, 'GET', broadcast)).body).toMatchObject({ state: 'paused', recipients: { total: 60 } })
})

test('a key whose messages wait for approval changes no draft but its own', async () => {
  const approve = await keyOf({ sendPolicy: 'approve' })
  const [own, others] = [await draft(approve, 1), await draft(root, 1)]
  const change = async (broadcast: string) => (await ask(approve, 'PATCH', broadcast, { name: 'Changed' })).body
  expect([(await change(own)).name, (await change(others)).code]).toEqual(['Changed', 'send-not-own'])
  const more = { recipients: [{ to: '+491709999999' }] }
  expect(await outcomeOf(approve, `${others}/recipients`, more)).toBe('send-not-own')
  expect((await ask(approve, 'POST', `${own}/recipients`, more)).body).toMatchObject({ added: 1 })
  await ask(root, 'POST', `${others}/start`, { startAt: new Date(Date.now() + 3_600_000).toISOString() })
  expect(await outcomeOf(approve, `${others}/cancel`)).toBe('send-not-own')
  expect(await outcomeOf(approve, `${others}/pause`)).toBe('paused')
  expect(await outcomeOf(approve, `${own}/cancel`)).toBe('cancelled')
  expect(await outcomeOf(root, `${others}/cancel`)).toBe('cancelled')
})

test('what a key whose messages wait made is started by others only with the fingerprint of what they saw', async () => {
  const approve = await keyOf({ sendPolicy: 'approve' })
  const made = await draft(approve, 1)
  expect(await outcomeOf(root, `${made}/start`)).toBe('broadcast-changed')
  const { fingerprint } = (await ask(root, 'GET', made)).body
  expect(await outcomeOf(root, `${made}/start`, { fingerprint })).toBe('running')
  // A key that may send no more since it made one is trusted no more for it.
  const blocked = await keyOf({})
  const left = await draft(blocked, 1)
  await server.database.pool.query(`update api_keys set send_policy = 'block' where id = $1`, [blocked.id])
  expect(await outcomeOf(root, `${left}/start`)).toBe('broadcast-changed')
})

test('a key that reaches some contacts only makes no broadcast, and leaves none behind', async () => {
  const contactId = ContactId.parse('0190b0a0-0000-7000-8000-000000000001')
  const narrow = await keyOf({ contacts: [contactId] })
  const asked = { name: 'Out of reach', content: hello, recipients: phones(1) }
  expect(await outcomeOf(narrow, '/v1/broadcasts', asked)).toBe('out-of-reach')
  const { body } = await ask(root, 'GET', '/v1/broadcasts?limit=200')
  expect(JSON.stringify(body)).not.toContain(asked.name)
})

test('whose own messages are held back decides about none, neither its own nor others', async () => {
  const deciding: CreateKeyOptions['scopes'] = [...scopes, 'approvals:decide']
  const approve = await keyOf({ sendPolicy: 'approve', scopes: deciding })
  const block = await keyOf({ sendPolicy: 'block', scopes: deciding })
  const [message, broadcast] = [await hold(approve), await draft(approve, 1)]
  expect(await outcomeOf(approve, `${broadcast}/start`)).toBe('awaiting_approval')
  for (const key of [approve, block])
    for (const verb of ['approve', 'reject'])
      for (const what of [message.approval, broadcast])
        expect(await outcomeOf(key, `${what}/${verb}`)).toBe('decider-held-back')
  const { body } = await ask(approve, 'POST', `${message.approval}/approve`)
  expect(body.detail).toContain('A credential with approvals:decide')
  const person = await keyOf({ scopes: ['approvals:decide', 'broadcasts:manage', 'messages:read'] })
  expect(await outcomeOf(person, `${message.approval}/approve`)).toBe('approved')
  expect(await outcomeOf(person, `${broadcast}/reject`)).toBe('cancelled')
  const again = (key: Headers) => outcomeOf(key, `${message.send}/settle`, { outcome: 'not-sent', sendAgain: true })
  expect([await again(approve), await again(block)]).toEqual(['decider-held-back', 'decider-held-back'])
  expect(await again(person)).toBe('send-not-unknown')
})

test("others' messages are changed and stopped only by who may decide or sends as it likes", async () => {
  const [author, other] = [await keyOf({ sendPolicy: 'approve' }), await keyOf({ sendPolicy: 'approve' })]
  const [block, plain] = [await keyOf({ sendPolicy: 'block' }), await keyOf({})]
  const { send, approval, id } = await hold(author)
  const revise = (key: Headers) => ask(key, 'PATCH', send, { content: { type: 'text', text: 'something else' } })
  const codes = async (key: Headers) => [(await revise(key)).body.code, await outcomeOf(key, `${send}/cancel`)]
  expect(await codes(block)).toEqual(['sender-may-not-send', 'send-not-own'])
  expect(await codes(other)).toEqual(['send-not-own', 'send-not-own'])
  expect(await codes(plain)).toEqual(['send-not-own', 'send-not-own'])
  expect((await ask(root, 'GET', '/v1/approvals?state=pending')).body.items).toMatchObject([
    { sendId: id, contents: [{ text: 'hi' }] },
  ])
  const allowed = await keyOf({ sendPolicy: 'allow' })
  const { status, body } = await revise(allowed)
  expect([status, body.requestedBy]).toEqual([200, expect.objectContaining({ kind: 'key', id: allowed.id })])
  expect(await outcomeOf(root, `${approval}/approve`)).toBe('approval-changed')
  expect((await revise(author)).body.requestedBy).toMatchObject({ id: author.id })
  expect((await revise(root)).body.requestedBy).toMatchObject({ kind: 'admin_api' })
  expect(await outcomeOf(author, `${send}/cancel`)).toBe('cancelled')
})

test('what a revoked key asked for does not leave: cancelled with its events, and nothing of others', async () => {
  const [shop, other] = [await keyOf({}), await keyOf({})]
  const send = (key: Headers, more: object = {}) =>
    ask(key, 'POST', '/v1/messages', { to: { conversationId }, content: { type: 'text', text: 'later' }, ...more })
  const sendAt = new Date(Date.now() + 3_600_000).toISOString()
  const ids = [await send(shop), await send(shop, { sendAt }), await send(other)].map(({ body }) => body.sends[0].id)
  const states = async () => {
    const { rows } = await server.database.pool.query(`select state from outbox where id = any ($1) order by id`, [ids])
    return rows.map(({ state }) => state)
  }
  expect(await states()).toEqual(['queued', 'queued', 'queued'])
  expect((await server.app.inject({ method: 'DELETE', url: `/v1/keys/${shop.id}`, headers: root })).statusCode).toBe(
    200,
  )
  expect(await states()).toEqual(['cancelled', 'cancelled', 'queued'])
  const { rows } = await server.database.pool.query(
    `select data->>'by' as by from events where type = 'message.cancelled' and data->>'sendId' = any ($1)`,
    [ids],
  )
  expect(rows).toEqual([{ by: 'system:key-revoked' }, { by: 'system:key-revoked' }])
  const { pool } = server.database
  await pool.query(`update api_keys set expires_at = now(), replaced_by = $2 where id = $1`, [other.id, shop.id])
  expect(await withdrawSends(pool)).toBe(0)
  await pool.query(`update api_keys set replaced_by = null where id = $1`, [other.id])
  expect(await withdrawSends(pool)).toBe(1)
  expect(await states()).toEqual(['cancelled', 'cancelled', 'cancelled'])
})

test('of many, a credential that reaches some sees a fingerprint of those, and its yes is to those', async () => {
  const author = await keyOf({ sendPolicy: 'approve' })
  const other = await addCustomer(server.database, server.workspaceId, accountId)
  const [one, two] = [await hold(author), await hold(author, 'hi', other.conversationId)]
  const bulkId = crypto.randomUUID()
  const idOf = ({ approval }: { approval: string }) => approval.split('/').at(-1)
  await server.database.pool.query('update approvals set bulk_id = $1 where id = any ($2)', [
    bulkId,
    [idOf(one), idOf(two)],
  ])
  const deciding: CreateKeyOptions['scopes'] = ['approvals:decide', 'messages:read']
  const narrow = await keyOf({ contacts: [ContactId.parse(other.contactId)], scopes: deciding })
  const shownTo = async (headers: Headers) =>
    (await ask(headers, 'GET', '/v1/approvals?state=pending')).body.items.find(
      ({ id }: { id: string }) => id === bulkId,
    )
  const [whole, part] = [await shownTo(root), await shownTo(narrow)]
  expect([whole.bulk.length, part.bulk]).toEqual([2, [expect.objectContaining({ sendId: two.id })]])
  expect(part.fingerprint).not.toBe(whole.fingerprint)
  const approve = (headers: Headers, fingerprint: string) =>
    outcomeOf(headers, `/v1/approvals/${bulkId}/approve`, { fingerprint })
  expect(await approve(narrow, whole.fingerprint)).toBe('approval-changed')
  expect(await approve(narrow, part.fingerprint)).toBe('approved')
  expect(await approve(root, whole.fingerprint)).toBe('approval-changed')
  const left = await shownTo(root)
  expect(left.bulk.map(({ state }: { state: string }) => state)).toEqual(['held', expect.not.stringMatching('held')])
  expect(await approve(root, left.fingerprint)).toBe('approved')
})
