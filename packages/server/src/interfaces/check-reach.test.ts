import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKey } from '../access/keys.ts'
import { addCustomer, type Desk, makeDesk, rules, send } from '../outbox/outbox.case.ts'
import { createSeed } from '../testing/seed-conversation.ts'
import { createTestApp, type TestApp } from '../testing/test-app.ts'
import { registerBroadcasts } from './rest/broadcasts/index.ts'
import { registerInbox } from './rest/inbox/index.ts'
import { registerSendSide } from './rest/send-side.ts'

let server: TestApp
let near: Desk
let far: Desk
/** A second number of the same workspace, with a customer of its own. */
beforeAll(async () => {
  server = await createTestApp(({ app, database }) => {
    const { pool, db } = database
    const sending = { pool, db, rules, poke() {} }
    registerSendSide(app, sending)
    registerBroadcasts(app, { sending, poke() {} })
    registerInbox(app, {
      db,
      bodiesOf: (_workspaceId, bodies) => Promise.resolve(bodies),
      replay: () => Promise.resolve({ replayed: 0, parked: 0 }),
    })
  })
  near = await makeDesk(server.database)
  const { workspaceId } = near
  const accountId = await createSeed(server.database.pool).account(workspaceId)
  far = { workspaceId, accountId, ...(await addCustomer(server.database, workspaceId, accountId)) }
})
afterAll(() => server[Symbol.asyncDispose]())

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

async function keyOf(reach: { accounts?: Desk['accountId'][]; contacts?: Desk['contactId'][] }) {
  const { workspaceId } = near
  const { key } = await createKey(server.database.db, { workspaceId, name: 'narrow', scopes: ['admin'], ...reach })
  return async (method: Method, url: string, payload?: object) => {
    const headers = { authorization: `Bearer ${key}` }
    const response = await server.app.inject({ method, url, headers, ...(payload ? { payload } : {}) })
    const body: { code?: string } = response.body === '' ? {} : response.json()
    return response.statusCode < 300 ? response.statusCode : `${response.statusCode} ${body.code}`
  }
}

/** A message of a conversation that waits for approval. */
async function heldIn(desk: Desk) {
  const caller = { kind: 'key', id: 'k', name: 'k', maySend: true, assistant: true, policy: null }
  const { sends, approvalId } = await send(server.database, desk, { caller })
  return { id: sends[0]?.id ?? '', approvalId: approvalId ?? '' }
}

test.each(['accounts', 'contacts'] as const)('a key that reaches some %s acts on nothing else', async (kind) => {
  const call = await keyOf(kind === 'accounts' ? { accounts: [near.accountId] } : { contacts: [near.contactId] })
  const [nearHeld, farHeld] = [await heldIn(near), await heldIn(far)]
  const asked = (desk: Desk, { id, approvalId }: typeof nearHeld): [Method, string, object?][] => [
    ['PATCH', `/v1/contacts/${desk.contactId}`, { optOut: false, source: 'form' }],
    ['PATCH', `/v1/conversations/${desk.conversationId}`, { policy: 'inherit' }],
    ['GET', `/v1/messages/${id}/send`],
    ['PATCH', `/v1/messages/${id}`, { content: { type: 'text', text: 'another' } }],
    ['POST', `/v1/approvals/${approvalId}/reject`],
    ['POST', `/v1/messages/${id}/cancel`],
  ]
  const answers = async (requests: [Method, string, object?][]) => {
    const statuses: unknown[] = []
    for (const [method, url, payload] of requests) statuses.push(await call(method, url, payload))
    return statuses
  }
  expect(new Set(await answers(asked(far, farHeld)))).toEqual(new Set(['404 not-found']))
  const { rows } = await server.database.pool.query('select state from outbox where id = $1', [farHeld.id])
  expect(rows).toEqual([{ state: 'held' }])
  // Not one of them is refused for its reach.
  expect((await answers(asked(near, nearHeld))).filter((status) => /reach|not-found$/.test(String(status)))).toEqual([])
})

test('what concerns the whole workspace is not for a key that reaches a part of it', async () => {
  const call = await keyOf({ accounts: [near.accountId] })
  expect(await call('GET', '/v1/inbox')).toBe('403 out-of-reach')
  expect(await call('POST', '/v1/inbox/replay', { parked: true })).toBe('403 out-of-reach')
  const settings = { allowList: null, assistantPolicy: 'allow', stopWords: [], startWords: [], ignoredWords: [] }
  expect(await call('PUT', '/v1/settings/sending', settings)).toBe('403 out-of-reach')
})

test('an account out of reach is not named either', async () => {
  const call = await keyOf({ accounts: [near.accountId] })
  const content = { type: 'text', text: 'hi' }
  const to = { conversationId: far.conversationId }
  expect(await call('POST', '/v1/messages', { to, content })).toBe('403 out-of-reach')
  expect(await call('POST', '/v1/messages', { to, content, accountId: far.accountId })).toBe('403 out-of-reach')
  expect(await call('POST', '/v1/messages', { to: { conversationId: near.conversationId }, content })).toBe(202)
  const contacts = await keyOf({ contacts: [near.contactId] })
  expect(await contacts('POST', '/v1/messages', { to: { contactId: far.contactId }, content })).toBe('403 out-of-reach')
})
