import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKey } from '../../access/keys.ts'
import { optChoice } from '../../ingest/project/opt-out-words.ts'
import { markConversationRead } from '../../outbox/mark-read.ts'
import { assistant, type Desk, makeDesk, program, rules, send, stateOf } from '../../outbox/outbox.case.ts'
import { scriptedTransport, testCapabilities } from '../../outbox/scripted-transport.case.ts'
import { createTestApp, type TestApp } from '../../testing/test-app.ts'
import { TransportError } from '../../transports/transport-error.ts'
import { registerKeys } from './keys/index.ts'
import { registerSendSide } from './send-side.ts'

let server: TestApp
let desk: Desk
let headers: { authorization: string }
const marked: { wamid: string; typing: boolean }[] = []
let refusal: Error | undefined

const transport = {
  ...scriptedTransport(),
  capabilities: { ...testCapabilities, markRead: true, typing: true },
  async markRead(_account: unknown, wamid: string, { typing }: { readonly typing: boolean }) {
    if (refusal) throw refusal
    marked.push({ wamid, typing })
  },
}

beforeAll(async () => {
  server = await createTestApp(({ app, database, authenticator }) => {
    const { pool, db } = database
    const accountOf = (accountId: string) =>
      Promise.resolve({ accountId, externalId: '1', businessAccountId: null, secrets: {}, settings: {} })
    const receipts = { pool, rules, transports: { 'cloud-api': transport }, accountOf }
    registerKeys(app, { pool, db, systemPool: pool, authenticator })
    registerSendSide(app, {
      pool,
      db,
      rules,
      poke() {},
      markRead: (request) => markConversationRead(receipts, request),
    })
  })
  desk = await makeDesk(server.database)
  const { workspaceId } = desk
  const { key } = await createKey(server.database.db, { workspaceId, name: 'all', scopes: ['admin'] })
  headers = { authorization: `Bearer ${key}` }
})
afterAll(() => server[Symbol.asyncDispose]())

async function call(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, payload?: object) {
  const response = await server.app.inject({ method, url, headers, ...(payload ? { payload } : {}) })
  return { status: response.statusCode, body: response.json() }
}

async function ask<Row>(text: string, values: unknown[] = []): Promise<Row[]> {
  const { rows } = await server.database.pool.query<Row & object>(text, values)
  return rows
}
const events = (type: string) =>
  ask<{ data: object }>(`select data from events where workspace_id = $1 and type = $2 order by seq`, [
    desk.workspaceId,
    type,
  ])
const wroteLast = async () => {
  const [row] = await ask<{ id: string; wamid: string }>(
    `select id, wamid from messages where conversation_id = $1 and direction = 'inbound' order by sent_at desc limit 1`,
    [desk.conversationId],
  )
  if (!row) throw new Error('the customer of a desk wrote')
  return row
}

test('a conversation is marked as read up to the newest message of the customer, with typing where wished', async () => {
  const { id, wamid } = await wroteLast()
  const address = `/v1/conversations/${desk.conversationId}`
  const answer = { status: 200, body: { conversationId: desk.conversationId, messageId: id } }
  expect(await call('POST', `${address}/read`)).toEqual(answer)
  expect(await call('POST', `${address}/read`, { typing: true })).toEqual(answer)
  expect(await call('POST', `${address}/typing`)).toEqual(answer)
  expect(await call('POST', `/v1/messages/${id}/read`)).toEqual(answer)
  expect(marked.splice(0)).toEqual([false, true, true, false].map((typing) => ({ wamid, typing })))
  expect(await events('conversation.read')).toHaveLength(4)
})

test('what the provider refuses of marking as read is said in its words, and is no event', async () => {
  const before = (await events('conversation.read')).length
  refusal = new TransportError({ outcome: 'not-sent', retryable: false, sentence: 'The token has expired.' })
  const { status, body } = await call('POST', `/v1/conversations/${desk.conversationId}/read`)
  refusal = undefined
  expect({ status, code: body.code }).toMatchObject({ code: 'provider-refused' })
  expect(body.detail).toContain('The token has expired.')
  expect(await events('conversation.read')).toHaveLength(before)
})

test('what is not there cannot be read', async () => {
  const nowhere = '0190b0a0-0000-7000-8000-000000000000'
  expect((await call('POST', `/v1/conversations/${nowhere}/read`)).status).toBe(404)
  expect((await call('POST', `/v1/messages/${nowhere}/read`)).status).toBe(404)
  expect((await call('PUT', `/v1/messages/${nowhere}/reaction`, { emoji: '👍' })).status).toBe(404)
})

test('a reaction is queued in the conversation of its message, and taken back', async () => {
  const { id } = await wroteLast()
  const put = await call('PUT', `/v1/messages/${id}/reaction`, { emoji: '👍' })
  expect(put).toMatchObject({
    status: 202,
    body: { sends: [{ state: 'queued' }], conversationId: desk.conversationId },
  })
  const taken = await call('DELETE', `/v1/messages/${id}/reaction`)
  const ids = [put.body.sends[0].id, taken.body.sends[0].id]
  expect(await ask(`select content from outbox where id = any ($1::uuid[]) order by id`, [ids])).toEqual([
    { content: { type: 'reaction', messageId: id, emoji: '👍' } },
    { content: { type: 'reaction', messageId: id, emoji: null } },
  ])
  expect(await call('PUT', `/v1/messages/${id}/reaction`, { emoji: 'nice' })).toMatchObject({ status: 400 })
})

test('the policy of a conversation is stated once, heard by the gate, and taken back', async () => {
  const address = `/v1/conversations/${desk.conversationId}`
  const to = { conversationId: desk.conversationId }
  const hello = { to, content: { type: 'text', text: 'hello' } }
  expect(await call('PATCH', address, { policy: 'block' })).toMatchObject({ status: 200, body: { policy: 'block' } })
  await call('PATCH', address, { policy: 'block' })
  expect(await call('POST', '/v1/messages', hello)).toMatchObject({ status: 403, body: { code: 'chat-blocked' } })
  await call('PATCH', address, { policy: 'approve' })
  expect(await call('POST', '/v1/messages', hello)).toMatchObject({ status: 202, body: { sends: [{ state: 'held' }] } })
  expect(await call('PATCH', address, { policy: 'inherit' })).toMatchObject({ body: { policy: null } })
  expect(await events('conversation.changed')).toMatchObject([
    { data: { policy: 'block', former: null, by: 'key:all' } },
    { data: { policy: 'approve', former: 'block' } },
    { data: { policy: null, former: 'approve' } },
  ])
})

test('who says elsewhere that they want no messages is opted out, with source and who, until they say otherwise', async () => {
  const address = `/v1/contacts/${desk.contactId}`
  const hello = { to: { contactId: desk.contactId }, content: { type: 'text', text: 'news' }, purpose: 'notification' }
  const out = await call('PATCH', address, { optOut: true, source: 'phone call' })
  expect(out).toMatchObject({ status: 200, body: { optOut: { source: 'phone call' } } })
  await call('PATCH', address, { optOut: true, source: 'phone call' })
  expect(await call('POST', '/v1/messages', hello)).toMatchObject({ status: 403, body: { code: 'opted-out' } })
  expect(await call('PATCH', address, { optOut: false, source: 'form' })).toMatchObject({ body: { optOut: null } })
  expect((await call('POST', '/v1/messages', hello)).status).toBe(202)
  expect(await events('contact.opted_out')).toEqual([{ data: { source: 'phone call', by: 'key:all' } }])
  expect(await events('contact.opted_in')).toEqual([{ data: { source: 'form', by: 'key:all' } }])
})

test('the settings of sending: the list, the words and what assistants may, as a whole', async () => {
  const usual = (await call('GET', '/v1/settings/sending')).body
  expect(usual).toMatchObject({ allowList: null, assistantPolicy: 'approve', stopWords: [], startWords: [] })
  expect(usual.builtInWords.stop.de).toContain('abmelden')
  const settings = {
    allowList: ['+49 151 23456789'],
    assistantPolicy: 'block',
    stopWords: ['Schluss'],
    startWords: [],
    ignoredWords: ['alto'],
  }
  expect(await call('PUT', '/v1/settings/sending', settings)).toMatchObject({
    status: 200,
    body: { ...settings, allowList: ['+4915123456789'] },
  })
  const hello = { to: { conversationId: desk.conversationId }, content: { type: 'text', text: 'hello' } }
  expect(await call('POST', '/v1/messages', hello)).toMatchObject({ body: { code: 'recipient-not-allowed' } })
  await call('PUT', '/v1/settings/sending', { ...settings, allowList: null })
  await expect(send(server.database, desk, { caller: assistant })).rejects.toMatchObject({
    code: 'sender-may-not-send',
  })
  await call('PUT', '/v1/settings/sending', { ...settings, allowList: null, assistantPolicy: 'allow' })
  expect((await send(server.database, desk, { caller: assistant })).sends).toMatchObject([{ state: 'queued' }])
  const [words] = await ask<{ opt_out_words: object }>(`select opt_out_words from workspaces where id = $1`, [
    desk.workspaceId,
  ])
  expect([optChoice('SCHLUSS!', words?.opt_out_words), optChoice('alto', words?.opt_out_words)]).toEqual(['out', null])
  const plain = { ...settings, allowList: null, assistantPolicy: 'approve', stopWords: [], ignoredWords: [] }
  await call('PUT', '/v1/settings/sending', plain)
  expect(await events('workspace.changed')).toHaveLength(4)
})

test.each([
  ['a number without its country', { allowList: ['0151 23456789'] }, 'body.allowList.0'],
  ['a word with two meanings', { stopWords: ['Ende'], startWords: ['ende'] }, 'body.startWords.0'],
])('%s is refused, and changes nothing', async (_what, more, path) => {
  const before = await events('workspace.changed')
  const plain = { allowList: null, assistantPolicy: 'approve', stopWords: [], startWords: [], ignoredWords: [] }
  const { status, body } = await call('PUT', '/v1/settings/sending', { ...plain, ...more })
  expect({ status, errors: body.errors }).toMatchObject({ status: 400, errors: [{ path }] })
  expect(await events('workspace.changed')).toEqual(before)
})

async function unknownSend(): Promise<string> {
  const { sends } = await send(server.database, desk, { caller: program })
  const id = sends[0]?.id ?? ''
  await server.database.pool.query(`update outbox set state = 'unknown', settled_at = now() where id = $1`, [id])
  return id
}

test('a person says what became of a send of unknown outcome: once', async () => {
  const [sent, named, again, gone] = [
    await unknownSend(),
    await unknownSend(),
    await unknownSend(),
    await unknownSend(),
  ]
  const settle = (id: string, body: object) => call('POST', `/v1/messages/${id}/settle`, body)
  expect(await settle(sent, { outcome: 'sent' })).toMatchObject({ status: 200, body: { state: 'accepted' } })
  const wamid = 'wamid.seen-at-the-provider'
  expect(await settle(named, { outcome: 'sent', wamid })).toMatchObject({
    body: { state: 'accepted', providerMessageId: wamid },
  })
  expect(await stateOf(server.database, named)).toMatchObject({ message_wamid: wamid })
  expect(await settle(again, { outcome: 'not-sent', sendAgain: true })).toMatchObject({ body: { state: 'queued' } })
  expect(await settle(gone, { outcome: 'not-sent', wamid: 'x' })).toMatchObject({ status: 400 })
  expect(await settle(gone, { outcome: 'sent', wamid })).toMatchObject({ status: 409, body: { code: 'wamid-taken' } })
  expect(await settle(gone, { outcome: 'not-sent' })).toMatchObject({ body: { state: 'failed' } })
  expect(await settle(gone, { outcome: 'sent' })).toMatchObject({ status: 409, body: { code: 'send-not-unknown' } })
})

test('a changed text needs a new approval; who approves the former one is told of the new one', async () => {
  const { sends, approvalId } = await send(server.database, desk, { caller: assistant, text: 'old' })
  const id = sends[0]?.id ?? ''
  const content = { type: 'text', text: 'new' }
  const revised = await call('PATCH', `/v1/messages/${id}`, { content })
  expect(revised).toMatchObject({ status: 200, body: { state: 'pending', contents: [content] } })
  expect(await call('POST', `/v1/approvals/${approvalId}/approve`)).toMatchObject({
    status: 409,
    body: { code: 'approval-changed', alternative: { kind: 'approval', approvalId: revised.body.id } },
  })
  expect((await call('POST', `/v1/approvals/${revised.body.id}/approve`)).status).toBe(200)
  expect(await call('POST', `/v1/approvals/${revised.body.id}/approve`)).toMatchObject({
    status: 409,
    body: { code: 'approval-decided' },
  })
  expect(await ask(`select text, o.state from messages m join outbox o on o.id = m.id where m.id = $1`, [id])).toEqual([
    { text: 'new', state: 'queued' },
  ])
  expect(await call('PATCH', `/v1/messages/${id}`, { content })).toMatchObject({
    status: 409,
    body: { code: 'send-not-held' },
  })
})

test('what is done with what a key sends is changed from its next send on, and nobody frees themselves', async () => {
  const { workspaceId } = desk
  const scopes = ['messages:send', 'keys:manage'] as const
  const key = await createKey(server.database.db, { workspaceId, name: 'bot', scopes: [...scopes] })
  const asBot = { authorization: `Bearer ${key.key}` }
  const hello = { to: { conversationId: desk.conversationId }, content: { type: 'text', text: 'hello' } }
  const sendAsBot = async () =>
    (await server.app.inject({ method: 'POST', url: '/v1/messages', headers: asBot, payload: hello })).json()
  const change = { method: 'PATCH', url: `/v1/keys/${key.id}`, payload: { sendPolicy: 'allow' } } as const
  expect(await sendAsBot()).toMatchObject({ sends: [{ state: 'queued' }] })
  expect(await call('PATCH', change.url, { sendPolicy: 'approve' })).toMatchObject({ body: { sendPolicy: 'approve' } })
  expect(await sendAsBot()).toMatchObject({ sends: [{ state: 'held' }] })
  expect((await server.app.inject({ ...change, headers: asBot })).json()).toMatchObject({ code: 'forbidden' })
  expect((await events('workspace.changed')).at(-1)).toMatchObject({
    data: { about: 'key', keyId: key.id, sendPolicy: 'approve', former: null, by: 'key:all' },
  })
  expect(await call('PATCH', '/v1/keys/0190b0a0-0000-7000-8000-000000000000', { sendPolicy: null })).toMatchObject({
    status: 404,
  })
})
