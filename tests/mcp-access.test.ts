import http from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSessions } from '../packages/server/src/interfaces/mcp/http/sessions.ts'
import { type Seeded, seedConversation } from '../packages/server/src/interfaces/mcp/testing/seed-conversations.ts'
import { type RunningMcp, startMcp } from '../packages/server/src/interfaces/mcp/testing/start-mcp.ts'
import { createTestDatabase, type TestDatabase } from '../packages/server/src/testing/index.ts'

let database: TestDatabase
let mcp: RunningMcp
let anna: Seeded

beforeAll(async () => {
  database = await createTestDatabase()
  mcp = await startMcp(database, { publicBaseUrl: 'https://switchboard.example', allowedHosts: ['inbox.local'] })
  const messages = [{ text: 'Where is my order?' }]
  anna = await seedConversation(database.pool, mcp.workspaceId, { name: 'Anna', phone: '+4915112345678', messages })
})
afterAll(async () => {
  await mcp[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

interface Answer {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly text: string
}

/** With any Host header, which fetch would not send. */
function request(headers: Record<string, string>, body?: unknown, method = 'POST', query = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = http.request(mcp.url + query, { method, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
    })
    sent.on('error', reject)
    sent.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body))
  })
}

const meta = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
}
const json = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }

function call(name: string, args: Record<string, unknown> = {}) {
  const body = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args, _meta: meta } }
  const headers = { ...json, 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/call', 'mcp-name': name }
  return { body, headers }
}
const bearer = (key: string) => ({ authorization: `Bearer ${key}` })
const plainList = { jsonrpc: '2.0', id: 1, method: 'tools/list' }

describe('who may call', () => {
  test.each([
    ['no credential', {}],
    ['an unknown key', bearer('sb_live_unknown')],
    ['another scheme', { authorization: 'Basic dXNlcjpwYXNz' }],
  ])('%s is answered 401 with a bearer challenge', async (_what, credential) => {
    const answer = await request({ ...json, ...credential }, plainList)
    expect(answer.status).toBe(401)
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer /)
    // There is no authorization server to be found here.
    expect(answer.headers['www-authenticate']).not.toContain('resource_metadata')
  })

  test('a tool beyond the key’s scopes is answered 403 that names the scope, and the call is not run', async () => {
    const key = await mcp.createKey(['calls:read'])
    const { body, headers } = call('list_messages')
    const answer = await request({ ...headers, ...bearer(key) }, body)
    expect(answer.status).toBe(403)
    expect(answer.headers['www-authenticate']).toContain('error="insufficient_scope", scope="messages:read"')
    expect(answer.text).not.toContain('order')
  })

  test.each([
    ['a resource', { method: 'resources/read', params: { uri: 'switchboard://messages/x' } }],
    ['a prompt', { method: 'prompts/get', params: { name: 'what_needs_an_answer' } }],
  ])('%s beyond the key’s scopes is answered 403', async (_what, message) => {
    const key = await mcp.createKey(['calls:read'])
    const answer = await request({ ...json, ...bearer(key) }, { jsonrpc: '2.0', id: 1, ...message })
    expect(answer.status).toBe(403)
  })

  test('one forbidden call among several in a body forbids them all', async () => {
    const key = await mcp.createKey(['calls:read'])
    const { body } = call('list_messages')
    const answer = await request({ ...json, ...bearer(key) }, [plainList, body])
    expect(answer.status).toBe(403)
  })
})

describe('which names the server answers to', () => {
  test.each([
    ['host', { host: 'evil.example' }],
    ['host', { host: '127.0.0.1.evil.example' }],
    ['origin', { origin: 'https://evil.example' }],
    ['origin', { origin: 'null' }],
  ])('refuses another %s: %j', async (_what, headers) => {
    const answer = await request({ ...json, ...bearer(mcp.key), ...headers }, plainList)
    expect(answer.status).toBe(403)
    expect(answer.text).toContain('PUBLIC_BASE_URL')
  })

  test.each([
    { host: 'localhost:8000' },
    { host: '[::1]:8000' },
    { host: 'switchboard.example' },
    { host: 'inbox.local:8000' },
    { origin: 'http://localhost:6274' },
    { origin: 'https://switchboard.example' },
  ])('accepts %j', async (headers) => {
    expect((await request({ ...json, ...bearer(mcp.key), ...headers }, plainList)).status).toBe(200)
  })
})

describe('bad input', () => {
  test.each([
    ['a body that is not JSON', json, '{"jsonrpc":', 400, '-32700'],
    ['a body of another type', { 'content-type': 'text/plain' }, 'hello', 415, 'application/json'],
    ['a body that is no message', json, [], 400, 'error'],
    ['a number', json, '7', 400, 'error'],
    ['null', json, 'null', 400, 'error'],
    ['nothing', json, '', 400, 'error'],
  ])('%s gets a clear 4xx', async (_what, headers, body, status, said) => {
    const answer = await request({ ...headers, ...bearer(mcp.key) }, body)
    expect(answer.status).toBe(status)
    expect(answer.text).toContain(said)
  })

  test('an unknown toolset is refused with those that there are', async () => {
    const answer = await request({ ...json, ...bearer(mcp.key) }, plainList, 'POST', '?toolsets=read,everything')
    expect(answer.status).toBe(400)
    expect(answer.text).toContain('read, send, compat')
  })

  test('a cursor of another list is refused in words', async () => {
    const { body, headers } = call('list_messages', { cursor: 'bm90IG91cnM' })
    const answer = JSON.parse((await request({ ...headers, ...bearer(mcp.key) }, body)).text)
    expect(answer.result.isError).toBe(true)
    expect(answer.result.content[0].text).toMatch(/cursor/)
  })

  test('another workspace’s things are not found', async () => {
    const { rows } = await database.pool.query(
      `insert into workspaces (id, name) values (uuidv7(), 'other') returning id`,
    )
    const messages = [{ text: 'a secret of others' }]
    const other = await seedConversation(database.pool, rows[0].id, { name: 'Eve', phone: '+4915199999999', messages })
    const tries = [
      call('get_conversation', { conversationId: other.conversationId }),
      call('list_messages', { conversationId: other.conversationId }),
      call('get_message_context', { messageId: other.messageIds[0] }),
      call('get_contact', { contactId: other.contactId }),
      call('search_messages', { query: 'secret' }),
      call('search_contacts', { query: '+4915199999999' }),
      ...['get_chat', 'list_messages'].map((name) => call(name, { chat_jid: '4915199999999@s.whatsapp.net' })),
      call('get_message_context', { message_id: other.messageIds[0] }),
    ]
    for (const [index, { body, headers }] of tries.entries()) {
      const query = index < 6 ? '' : '?toolsets=compat'
      const { text } = await request({ ...headers, ...bearer(mcp.key) }, body, 'POST', query)
      expect(text, text).not.toMatch(/of others|Eve/)
    }
  })
})

describe('the audit', () => {
  const lastRows = async (target: string) =>
    (await database.pool.query('select * from audit where target = $1 order by at desc, id desc', [target])).rows

  test('has a row of a call, with its arguments, by the time the answer comes', async () => {
    const { body, headers } = call('search_contacts', { query: 'anna' })
    const answer = await request({ ...headers, ...bearer(mcp.key), 'x-request-id': 'audited-1' }, body)
    expect(answer.status).toBe(200)
    expect((await lastRows('search_contacts'))[0]).toMatchObject({
      actor_kind: 'key',
      interface: 'mcp',
      action: 'tools/call',
      arguments: { query: 'anna' },
      client_name: 'test',
      client_version: '1',
      outcome: 'ok',
      address: '127.0.0.1',
      request_id: 'audited-1',
    })
  })

  test('has a row of what was refused: bad arguments, a missing scope, a tool that does not exist', async () => {
    const wrong = call('get_contact', { contactId: 'nobody' })
    await request({ ...wrong.headers, ...bearer(mcp.key) }, wrong.body)
    expect((await lastRows('get_contact'))[0]).toMatchObject({ outcome: 'refused' })
    const beyond = call('get_stats')
    await request({ ...beyond.headers, ...bearer(await mcp.createKey(['calls:read'])) }, beyond.body)
    expect((await lastRows('get_stats'))[0]).toMatchObject({ outcome: 'refused', status: 403 })
    const unknown = call('no_such_tool', { message: 'hi' })
    await request({ ...unknown.headers, ...bearer(mcp.key) }, unknown.body)
    expect((await lastRows('no_such_tool'))[0]).toMatchObject({ outcome: 'refused' })
  })

  test('has a row of a resource and of a prompt', async () => {
    const uri = `switchboard://conversations/${anna.conversationId}`
    const read = { jsonrpc: '2.0', id: 1, method: 'resources/read', params: { uri } }
    await request({ ...json, ...bearer(mcp.key) }, read)
    const targets = { conversationIds: [anna.conversationId] }
    expect(await lastRows(uri)).toMatchObject([{ action: 'resources/read', outcome: 'ok', targets }])
    const get = { jsonrpc: '2.0', id: 1, method: 'prompts/get', params: { name: 'what_needs_an_answer' } }
    await request({ ...json, ...bearer(mcp.key) }, get)
    expect((await lastRows('what_needs_an_answer'))[0]).toMatchObject({ action: 'prompts/get', outcome: 'ok' })
  })

  test('that can not be written keeps the answer back', async () => {
    const audit = { record: () => Promise.reject(new Error('disk full')), close: async () => undefined }
    await using unaudited = await startMcp(database, { audit })
    const response = await fetch(unaudited.url, {
      method: 'POST',
      headers: { ...call('list_conversations').headers, ...bearer(unaudited.key) },
      body: JSON.stringify(call('list_conversations').body),
    })
    const { result } = JSON.parse(await response.text())
    expect(result.isError).toBe(true)
    expect(JSON.stringify(result)).not.toContain('order')
  })
})

describe('sessions of older clients', () => {
  const initialize = {
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'old', version: '1' } },
  }
  const open = async (key: string) =>
    String((await request({ ...json, ...bearer(key) }, initialize)).headers['mcp-session-id'])
  const inSession = (id: string) => ({ ...json, 'mcp-session-id': id, 'mcp-protocol-version': '2025-06-18' })

  test('belong to the key that opened them', async () => {
    const id = await open(mcp.key)
    expect((await request({ ...inSession(id), ...bearer(mcp.key) }, plainList)).status).toBe(200)
    const other = await mcp.createKey(['admin'])
    expect((await request({ ...inSession(id), ...bearer(other) }, plainList)).status).toBe(404)
    expect((await request({ ...inSession(id) }, plainList)).status).toBe(401)
  })

  test('are audited with the client that opened them, and the address and id of each request', async () => {
    const id = await open(mcp.key)
    const params = { name: 'list_calls', arguments: { contactId: anna.contactId } }
    const headers = { ...inSession(id), ...bearer(mcp.key), 'x-request-id': 'second-of-session' }
    await request(headers, { jsonrpc: '2.0', id: 2, method: 'tools/call', params })
    const { rows } = await database.pool.query(`select * from audit where request_id = 'second-of-session'`)
    const targets = { contactIds: [anna.contactId] }
    expect(rows).toMatchObject([{ client_name: 'old', client_version: '1', address: '127.0.0.1', targets }])
  })

  test('end with DELETE; afterwards they are not found', async () => {
    const id = await open(mcp.key)
    expect((await request({ ...inSession(id), ...bearer(mcp.key) }, undefined, 'DELETE')).status).toBe(200)
    expect((await request({ ...inSession(id), ...bearer(mcp.key) }, plainList)).status).toBe(404)
  })

  test('are bounded in number, and end when idle for long', async () => {
    const { McpServer } = await import('@modelcontextprotocol/server')
    let time = 0
    const sessions = createSessions({
      build: () => new McpServer({ name: 'test', version: '1' }),
      now: () => time,
      most: 3,
      idleMilliseconds: 1_000,
    })
    const caller = { principal: { id: 'one', scopes: [] }, toolsets: new Set() } as never // no more of it is read here
    const opening = () => new Request(mcp.url, { method: 'POST', headers: json })
    for (let count = 0; count < 10; count++) {
      const response = await sessions.open(opening(), initialize, caller)
      await response.text()
    }
    expect(sessions.size).toBe(3)
    time = 5_000
    await (await sessions.open(opening(), initialize, caller)).text()
    expect(sessions.size).toBe(1)
    await sessions.close()
    expect(sessions.size).toBe(0)
  })
})
