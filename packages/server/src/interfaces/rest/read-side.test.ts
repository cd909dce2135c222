import {
  type ConversationId,
  type MessageId,
  readScopes,
  SearchPage,
  Stats,
  type WorkspaceId,
} from '@switchboard/contract'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAuthenticator } from '../../access/authenticate.ts'
import { createKey } from '../../access/keys.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/index.ts'
import { createSeed } from '../../testing/seed-conversation.ts'
import { type App, createApp } from '../app.ts'
import { testAccountRoutes } from './accounts/account-routes.case.ts'
import { registerAccounts } from './accounts/index.ts'
import { registerReadSide } from './read-side.ts'

let database: TestDatabase
let app: App
let key: string
let strangersKey: string
let conversation: ConversationId
let message: MessageId

beforeAll(async () => {
  database = await createTestDatabase()
  const { db } = database
  const seed = createSeed(database.pool)
  const workspaceId: WorkspaceId = await seed.workspace()
  key = (await createKey(db, { workspaceId, name: 'reader', scopes: readScopes })).key
  strangersKey = (await createKey(db, { workspaceId: await seed.workspace(), name: 'stranger', scopes: readScopes }))
    .key
  const contact = await seed.contact(workspaceId, { name: 'Ana', phone: '+34600111222' })
  conversation = await seed.conversation(workspaceId, await seed.account(workspaceId), contact)
  message = await seed.message(conversation, { text: 'Where is my refund?', at: '2026-01-01T00:00:00Z' })
  await seed.message(conversation, { text: 'On its way', at: '2026-01-01T00:05:00Z', direction: 'outbound' })
  app = await createApp({ log: pino({ level: 'silent' }), authenticator: createAuthenticator({ db, workspaceId }) })
  registerReadSide(app, { db })
  registerAccounts(app, testAccountRoutes(database))
})
afterAll(async () => {
  await app.close()
  await database[Symbol.asyncDispose]()
})

const get = (url: string, as = key) => app.inject({ url, headers: { 'x-api-key': as } })

test.each([
  '/v1/accounts',
  '/v1/contacts',
  '/v1/contacts?q=ana',
  '/v1/conversations',
  '/v1/messages',
  '/v1/calls',
  '/v1/search?q=refund',
  '/v1/stats?after=2025-12-31T00:00:00Z&before=2026-01-02T00:00:00Z',
])('%s answers its own workspace, and nobody without a key', async (url) => {
  const response = await get(url)
  expect([response.statusCode, response.body]).toEqual([200, expect.any(String) as unknown])
  expect((await app.inject(url)).statusCode).toBe(401)
})

test('a list leads to its items, and the items to their messages', async () => {
  const [account] = (await get('/v1/accounts')).json().items
  const [contact] = (await get('/v1/contacts?q=600111')).json().items
  expect((await get(`/v1/accounts/${account.id}`)).json()).toEqual(account)
  expect((await get(`/v1/contacts/${contact.id}`)).json()).toMatchObject({ conversationIds: [conversation] })
  expect((await get(`/v1/conversations/${conversation}`)).json()).toMatchObject({ lastMessage: { text: 'On its way' } })
  const messages = (await get(`/v1/conversations/${conversation}/messages?direction=inbound`)).json()
  expect(messages).toMatchObject({ items: [{ id: message, text: 'Where is my refund?' }], nextCursor: null })
  const across = (
    await get(`/v1/messages?accountId=${account.id}&contactId=${contact.id}&type=text&direction=inbound`)
  ).json()
  expect(messages).toMatchObject(across)
  const inTime = (await get('/v1/messages?after=2026-01-01T00:00:00Z&before=2026-01-01T00:05:00Z')).json()
  expect(messages).toMatchObject(inTime)
  expect((await get(`/v1/messages/${message}`)).json()).toMatchObject({ id: message, statuses: [], quoted: null })
})

test('a search answers snippets with marks, stats answer counts', async () => {
  const found = SearchPage.parse((await get('/v1/search?q=refnud&limit=1')).json())
  expect(found).toMatchObject({
    items: [{ snippet: 'Where is my refund?', highlights: [{ start: 12, end: 18 }] }],
    corrected: [{ from: 'refnud', to: ['refund'] }],
  })
  const stats = (
    await get('/v1/stats?after=2025-12-31T00:00:00Z&before=2026-01-02T00:00:00Z&timeZone=Asia/Tokyo')
  ).json()
  expect(Stats.parse(stats)).toMatchObject({
    messages: { inbound: 1, outbound: 1 },
    responseTime: { medianSeconds: 300 },
  })
})

test('another workspace is told that there is nothing', async () => {
  for (const path of ['conversations', 'messages', 'contacts', 'accounts', 'calls']) {
    const id = path === 'messages' ? message : conversation
    expect((await get(`/v1/${path}/${id}`, strangersKey)).json()).toMatchObject({
      status: 404,
      code: expect.stringMatching(/^(account-)?not-found$/),
    })
  }
  expect((await get(`/v1/conversations/${conversation}/messages`, strangersKey)).statusCode).toBe(404)
  expect((await get('/v1/messages', strangersKey)).json()).toMatchObject({ items: [] })
  expect((await get('/v1/search?q=refund', strangersKey)).json()).toMatchObject({ items: [] })
})

test.each([
  ['/v1/contacts?limit=0', 'querystring.limit'],
  ['/v1/conversations?since=yesterday', 'querystring.since'],
  ['/v1/search', 'querystring.q'],
  ['/v1/search?q=', 'querystring.q'],
  [`/v1/search?q=${'x'.repeat(501)}`, 'querystring.q'],
  ['/v1/search?q=a&type=%00', 'querystring.type'],
  ['/v1/messages/7', 'params.id'],
  ['/v1/messages?contactId=7', 'querystring.contactId'],
  ['/v1/messages?direction=up', 'querystring.direction'],
  ['/v1/stats?timeZone=Mars/Base', 'querystring.timeZone'],
  ['/v1/stats?timeZone=%2B02:00', 'querystring.timeZone'],
])('%s is refused, naming %s', async (url, path) => {
  const response = await get(url)
  expect(response.statusCode).toBe(400)
  expect(response.json().errors).toMatchObject([{ path }])
})

test.each([
  '/v1/contacts?cursor=x',
  '/v1/contacts?q=a&cursor=x',
  '/v1/conversations?cursor=x',
  '/v1/messages?cursor=x',
  '/v1/calls?cursor=x',
  '/v1/search?q=a&cursor=x',
])('%s is refused as a cursor that was never given out', async (url) => {
  expect((await get(url)).json()).toMatchObject({ status: 400, code: 'invalid-cursor' })
})

test('a span of years is refused', async () => {
  expect((await get('/v1/stats?after=2020-01-01T00:00:00Z')).json()).toMatchObject({ code: 'invalid-request' })
})

test('OpenAPI describes every route of the read side', async () => {
  const { paths } = (await app.inject('/openapi.json')).json()
  expect(Object.keys(paths)).toEqual(
    expect.arrayContaining(['/v1/search', '/v1/stats', '/v1/conversations/{id}/messages', '/v1/messages/{id}']),
  )
  expect(paths['/v1/search'].get.description).toContain('messages:read')
})
