import { Client, type ClientOptions, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createKey } from '../../../access/keys.ts'
import type { SendRules } from '../../../outbox/send-request.ts'
import { createTestDatabase, type TestDatabase } from '../../../testing/index.ts'
import { testTransport } from '../../../transports/test/transport.ts'
import { type Seeded, seedConversation } from '../testing/seed-conversations.ts'
import { type RunningMcp, startMcp } from '../testing/start-mcp.ts'

const { capabilities } = testTransport()
const rules: SendRules = { capabilitiesOf: () => capabilities }

let database: TestDatabase
let mcp: RunningMcp
let anna: Seeded
beforeAll(async () => {
  database = await createTestDatabase()
  const { pool } = database
  mcp = await startMcp(database, { askMilliseconds: 100, sending: { pool, rules, poke: () => undefined } })
  anna = await someone('Anna', '+4915112345678')
})
afterAll(async () => {
  await mcp[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})
afterEach(() => database.pool.query(`update conversations set policy = null`))

const someone = (name: string, phone: string) =>
  seedConversation(database.pool, mcp.workspaceId, {
    name,
    phone,
    messages: [{ text: 'Hello?' }],
    at: new Date(),
    ...(anna ? { accountId: anna.accountId } : {}),
  })

async function connect(options: ClientOptions = {}, sendPolicy: 'allow' | 'approve' | 'block' | null = null) {
  const scopes = ['messages:send', 'messages:read', 'accounts:read'] as const
  const { key } = await createKey(database.db, { workspaceId: mcp.workspaceId, name: 'test', scopes, sendPolicy })
  const client = new Client({ name: 'test', version: '1' }, options)
  const requestInit = { headers: { authorization: `Bearer ${key}` } }
  await client.connect(new StreamableHTTPClientTransport(new URL(mcp.url), { requestInit }))
  await client.listTools()
  return client
}
const say = (client: Client, more: Record<string, unknown> = {}) =>
  client.callTool({ name: 'send_message', arguments: { to: anna.conversationId, text: 'Hi', waitSeconds: 0, ...more } })

const eras: [string, ClientOptions][] = [
  ['of the current revision', { versionNegotiation: { mode: 'auto' } }],
  ['of the older revisions', {}],
]

describe.each(eras)('a client %s', (_name, options) => {
  const able = { ...options, capabilities: { elicitation: {} } }

  async function asked(policy?: 'approve'): Promise<number> {
    let count = 0
    const client = await connect(able, policy)
    client.setRequestHandler('elicitation/create', async () => {
      count++
      return { action: 'decline' as const }
    })
    await say(client)
    await client.close()
    return count
  }

  test('asks its person, but not where somebody stated that messages wait: for key, conversation or number', async () => {
    expect(await asked()).toBe(1)
    expect(await asked('approve')).toBe(0)
    await database.pool.query(`update conversations set policy = 'approve' where id = $1`, [anna.conversationId])
    expect(await asked()).toBe(0)
    await database.pool.query(`update conversations set policy = null`)
    await database.pool.query(`update accounts set send_policy = 'approve' where id = $1`, [anna.accountId])
    expect(await asked()).toBe(0)
    await database.pool.query(`update accounts set send_policy = null`)
  })

  test('that can only open addresses is not asked', async () => {
    const client = await connect({ ...options, capabilities: { elicitation: { url: {} } } })
    expect((await say(client)).structuredContent).toMatchObject({ state: 'held' })
    await client.close()
  })

  test('whose key is blocked, or whose conversation is, is refused', async () => {
    const blocked = await connect(options, 'block')
    expect(await say(blocked)).toMatchObject({
      isError: true,
      content: [{ text: expect.stringMatching(/^sender-may-not-send/) }, {}],
    })
    await blocked.close()
    await database.pool.query(`update conversations set policy = 'block' where id = $1`, [anna.conversationId])
    const client = await connect(options, 'allow')
    expect(await say(client)).toMatchObject({
      isError: true,
      content: [{ text: expect.stringMatching(/^chat-blocked/) }, {}],
    })
    await client.close()
  })

  test('is told of a hundred held messages in one answer', async () => {
    const people = await Promise.all(
      Array.from({ length: 100 }, (_, index) => someone(`P${index}`, `+49151${String(20_000_000 + index)}`)),
    )
    const client = await connect(options)
    const recipients = people.map(({ conversationId }) => conversationId)
    const result = await client.callTool({ name: 'send_bulk_messages', arguments: { recipients, text: 'Hi' } })
    expect(result.isError, JSON.stringify(result.content)).toBeFalsy()
    expect(result.structuredContent).toMatchObject({ counts: { held: 100 } })
    await client.close()
    await database.pool.query(`delete from conversations where id = any($1)`, [recipients])
    await database.pool.query(`delete from identities where contact_id = any($1)`, [people.map((one) => one.contactId)])
  })

  test('every kind of what is wrong with the arguments is said in words', async () => {
    const client = await connect(options)
    const said = async (name: string, args: Record<string, unknown>) => {
      const { content, isError } = await client.callTool({ name, arguments: args })
      const [block] = content
      return `${isError} ${block?.type === 'text' ? block.text : ''}`
    }
    const to = anna.conversationId
    const [messageId] = anna.messageIds
    expect(await said('send_message', { to, text: 'x', body: 'y' })).toMatch(
      /^true .*no argument "body".*This tool takes: to, text/,
    )
    expect(await said('send_message', { to, text: 'x', sendAt: 'tomorrow' })).toMatch(/^true .*ISO 8601/)
    expect(await said('send_message', { to: 'nobody at all', text: 'x' })).toMatch(/^true recipient-invalid: /)
    expect(await said('send_reaction', { messageId, emoji: 'ok' })).toMatch(/^true .*is one emoji/)
    expect(await said('send_media', { to, media: 'https://a.example/b.mp3', caption: 'x' })).toMatch(
      /^true .*no caption/,
    )
    expect(
      await said('send_bulk_messages', { recipients: [to], text: 'x', template: { name: 'a', language: 'en' } }),
    ).toMatch(/not both/)
    expect(await said('get_message_status', { messageId: '01900000-0000-7000-8000-00000000000a' })).toMatch(
      /no such message/,
    )
    expect(await said('cancel_message', { messageId: '01900000-0000-7000-8000-00000000000a' })).toMatch(
      /^true send-not-found: /,
    )
    await client.close()
  })
})

test('a person of an older client who does not answer in time leaves the message held', async () => {
  const client = await connect({ capabilities: { elicitation: {} } })
  const never = Promise.withResolvers<{ action: 'accept' }>()
  client.setRequestHandler('elicitation/create', () => never.promise)
  let heard = 0
  const call = { name: 'send_message', arguments: { to: anna.conversationId, text: 'Hi', waitSeconds: 0 } }
  const { structuredContent } = await client.callTool(call, { onprogress: () => heard++ })
  expect(structuredContent).toMatchObject({ state: 'held', approval: { state: 'pending' } })
  // So that a client that waits a minute does not give up.
  expect(heard).toBeGreaterThan(0)
  never.resolve({ action: 'accept' })
  const { messages } = structuredContent as { messages: { id: string }[] }
  const { rows } = await database.pool.query('select state from outbox where id = $1', [messages[0]?.id])
  expect(rows).toEqual([{ state: 'held' }])
  await client.close()
})

test('many messages whose writing breaks off say which were tried, and a repeated call sends none twice', async () => {
  const bob = await someone('Bob', '+4915112345679')
  const client = await connect({}, 'allow')
  const args = {
    recipients: [anna.conversationId, bob.conversationId, '+4915112345677'],
    text: 'Hi',
    idempotencyKey: 'broken',
  }
  await database.pool.query(`create function refuse() returns trigger language plpgsql as $$
    begin if new.conversation_id = '${bob.conversationId}' then raise 'disk full'; end if; return new; end $$;
    create trigger refuse before insert on outbox for each row execute function refuse()`)
  const broken = await client.callTool({ name: 'send_bulk_messages', arguments: args })
  expect(broken.structuredContent).toMatchObject({
    outcomes: [{ outcome: 'queued' }, { outcome: 'not-tried' }, { outcome: 'not-tried' }],
    refusals: [{ code: 'not-tried' }],
  })
  await database.pool.query(`drop trigger refuse on outbox; drop function refuse`)
  const again = await client.callTool({ name: 'send_bulk_messages', arguments: args })
  expect(again.structuredContent).toMatchObject({
    outcomes: [
      { outcome: 'queued', repeated: true },
      { outcome: 'queued' },
      { outcome: 'refused', code: 'window-closed' },
    ],
  })
  await client.close()
})

test('what was sent is in the audit, with what it was', async () => {
  const client = await connect({}, 'allow')
  const { structuredContent } = await say(client, { text: 'Audited' })
  const { messages } = structuredContent as { messages: { id: string }[] }
  const { rows } = await database.pool.query(`select * from audit where subject = $1`, [messages[0]?.id])
  const targets = { conversationIds: [anna.conversationId], messageIds: [messages[0]?.id] }
  expect(rows).toMatchObject([
    { interface: 'mcp', target: 'send_message', outcome: 'ok', client_name: 'test', targets },
  ])
  expect(JSON.stringify(rows)).not.toContain('Audited')
  await client.close()
})

test('what waits for approval is in the audit with the approval that it waits for', async () => {
  const client = await connect({}, 'approve')
  const { structuredContent } = await say(client)
  const { approval } = structuredContent as { approval: { id: string } }
  const { rows } = await database.pool.query(`select * from audit where approval_id = $1`, [approval.id])
  expect(rows).toMatchObject([{ target: 'send_message', outcome: 'ok', arguments: { text: '[2 characters]' } }])
  await client.close()
})
