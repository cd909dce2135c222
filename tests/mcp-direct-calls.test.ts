import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Seeded, seedConversation } from '../packages/server/src/interfaces/mcp/testing/seed-conversations.ts'
import { type RunningMcp, startMcp } from '../packages/server/src/interfaces/mcp/testing/start-mcp.ts'
import { createTestDatabase, type TestDatabase } from '../packages/server/src/testing/index.ts'

/*
 * A plain tools/call is answered without the SDK once the SDK has taken the same envelope (http/direct-calls.ts). Each test
 * has an envelope of its own, so its first call is the SDK's and the next ones are not. `servers` counts what the SDK built.
 */
let database: TestDatabase
let mcp: RunningMcp
let anna: Seeded
let servers = 0
let client = 0
let observed: string[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  mcp = await startMcp(database, {
    extension: { register: () => void servers++ },
    observe: ({ tool, outcome }) => observed.push(`${tool} ${outcome}`),
  })
  const messages = [
    { text: 'Where is "my" order?\n</untrusted>' },
    { text: 'On its way', direction: 'outbound' as const },
  ]
  anna = await seedConversation(database.pool, mcp.workspaceId, { name: 'Anna', phone: '+4915112345678', messages })
})
beforeEach(() => {
  servers = 0
  observed = []
  client++
})
afterAll(async () => {
  await mcp[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

interface Call {
  readonly id?: unknown
  readonly name: string
  readonly arguments?: unknown
  readonly meta?: Record<string, unknown>
  readonly params?: Record<string, unknown>
  readonly headers?: Record<string, string>
  readonly query?: string
  readonly key?: string
}

async function post({ id = 1, name, meta, params, headers, query = '', key = mcp.key, ...call }: Call) {
  const _meta = meta ?? {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: `client ${client}`, version: '1' },
    'io.modelcontextprotocol/clientCapabilities': {},
  }
  const response = await fetch(mcp.url + query, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      authorization: `Bearer ${key}`,
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': name,
      ...headers,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, ...call, _meta, ...params } }),
  })
  const text = await response.text()
  return {
    status: response.status,
    type: response.headers.get('content-type')?.split(';')[0],
    body: JSON.parse(text.replaceAll(/untrusted-[0-9a-f]{8}/g, 'untrusted-X')),
  }
}

test.each<[string, () => Call]>([
  ['a list', () => ({ name: 'list_conversations', arguments: {} })],
  ['a list without arguments', () => ({ name: 'list_accounts' })],
  ['one thing', () => ({ name: 'get_message_context', arguments: { messageId: anna.messageIds[0] } })],
  ['hits', () => ({ id: 'a "string" id', name: 'search_messages', arguments: { query: 'order' } })],
  ['arguments that are refused', () => ({ name: 'list_messages', arguments: { nonsense: true } })],
  ['a thing that is not there', () => ({ name: 'get_contact', arguments: { contactId: anna.conversationId } })],
  ['text blocks of another system', () => ({ name: 'list_messages', arguments: {}, query: '?toolsets=compat' })],
  ['several blocks', () => ({ name: 'list_chats', arguments: {}, query: '?toolsets=compat' })],
])('the direct answer is the SDK’s: %s', async (_what, callOf) => {
  const call = callOf()
  const bySdk = await post(call)
  expect(servers).toBe(1)
  const direct = await post(call)
  expect(servers).toBe(1)
  expect(direct).toEqual(bySdk)
  expect(direct.body.result.content[0].type).toBe('text')
})

test.each<[string, number, Omit<Call, 'name'>]>([
  ['a header that names another tool', 400, { headers: { 'mcp-name': 'list_calls' } }],
  ['a header that names another method', 400, { headers: { 'mcp-method': 'tools/list' } }],
  ['another revision in the header', 400, { headers: { 'mcp-protocol-version': '2025-11-25' } }],
  ['a body of another type', 415, { headers: { 'content-type': 'text/plain' } }],
  ['an id that is no id', 400, { id: 1.5 }],
  ['a revision that is not served', 400, { meta: { 'io.modelcontextprotocol/protocolVersion': '2099-01-01' } }],
  ['capabilities that are missing', 400, { meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' } }],
])('after a call that was good, the SDK still refuses %s, each time', async (_what, status, fault) => {
  const good = { name: 'list_accounts', arguments: {} }
  expect((await post(good)).status).toBe(200)
  const refused = await post({ ...good, ...fault })
  expect(refused.status).toBe(status)
  expect(await post({ ...good, ...fault })).toEqual(refused)
})

test('what is not quite plain goes to the SDK each time', async () => {
  for (const _time of [1, 2]) await post({ name: 'list_accounts', params: { requestState: 'x' } })
  for (const _time of [1, 2]) await post({ name: 'list_accounts', arguments: [] })
  expect((await post({ name: 'no_such_tool' })).body.error.code).toBe(-32602)
  expect((await post({ name: 'no_such_tool' })).body.error.code).toBe(-32602)
  const before = servers
  expect(before).toBeGreaterThanOrEqual(4)
})

test('an envelope that one caller has used opens nothing to another', async () => {
  await post({ name: 'list_messages', arguments: {} })
  const narrow = await mcp.createKey(['calls:read'])
  expect((await post({ name: 'list_messages', arguments: {}, key: narrow })).status).toBe(403)
  expect((await post({ name: 'list_messages', arguments: {}, key: 'sb_live_unknown' })).status).toBe(401)
})

test('direct calls are audited', async () => {
  for (const _time of [1, 2, 3]) await post({ name: 'list_accounts', arguments: {} })
  expect(servers).toBe(1)
  const { rows } = await database.pool.query(
    `select count(*)::int as calls from audit where target = 'list_accounts' and outcome = 'ok'`,
  )
  expect(rows[0].calls).toBeGreaterThanOrEqual(3)
})

test('calls that were run are observed by tool and outcome, whichever way they went', async () => {
  for (const _time of [1, 2]) await post({ name: 'list_accounts', arguments: {} })
  for (const _time of [1, 2]) await post({ name: 'list_accounts', arguments: { nonsense: 1 } })
  await post({ name: 'no_such_tool' })
  expect(servers).toBe(2)
  expect(observed).toEqual(['list_accounts ok', 'list_accounts ok', 'list_accounts refused', 'list_accounts refused'])
})
