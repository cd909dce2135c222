import type { MessageId } from '@switchboard/contract'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { createSeed } from '../testing/seed-conversation.ts'
import { type TestTransport, testTransport } from '../transports/test/transport.ts'
import type { Transport } from '../transports/transport.ts'
import { TransportError } from '../transports/transport-error.ts'
import { type MarkReadRequest, markConversationRead } from './mark-read.ts'
import { type Desk, makeDesk, program } from './outbox.case.ts'

let database: TestDatabase
let desk: Desk
let transport: TestTransport
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())
beforeEach(async () => {
  desk = await makeDesk(database)
  transport = testTransport()
})

function mark(more: Partial<MarkReadRequest> = {}, used: Transport = transport) {
  const receipts = {
    pool: database.pool,
    rules: {},
    transports: { 'cloud-api': used },
    accountOf: async (accountId: string) => ({
      accountId,
      externalId: 'x',
      businessAccountId: null,
      secrets: {},
      settings: {},
    }),
  }
  const { workspaceId, conversationId } = desk
  return markConversationRead(receipts, { workspaceId, caller: program, conversationId, typing: false, ...more })
}
const say = (text: string, at: number, direction: 'inbound' | 'outbound' = 'inbound') =>
  createSeed(database.pool).message(desk.conversationId, {
    text,
    at,
    direction,
    wamid: `wamid.${desk.conversationId}.${text}`,
  })

test('the newest of the customer’s messages is shown as read, or the one that was named', async () => {
  const older = await say('older', Date.now() - 20_000)
  const newest = await say('newest', Date.now() - 10_000)
  await say('ours', Date.now() - 5_000, 'outbound')
  expect(await mark({ typing: true })).toEqual({ conversationId: desk.conversationId, messageId: newest })
  expect(await mark({ messageId: older })).toMatchObject({ messageId: older })
  expect(transport.read).toMatchObject([
    { accountId: desk.accountId, wamid: expect.stringMatching(/newest$/), typing: true },
    { wamid: expect.stringMatching(/older$/), typing: false },
  ])
})

test('a conversation that was merged is marked where it lives now', async () => {
  const other = await makeDesk(database)
  await database.pool.query('update conversations set merged_into = $2 where id = $1', [
    desk.conversationId,
    other.conversationId,
  ])
  await database.pool.query('update conversations set workspace_id = $2 where id = $1', [
    desk.conversationId,
    other.workspaceId,
  ])
  const { workspaceId, conversationId } = other
  expect(await mark({ workspaceId })).toMatchObject({ conversationId })
})

test.each<[string, string, () => Promise<unknown>]>([
  ['sender-may-not-send', 'of a key without the scope', () => mark({ caller: { ...program, maySend: false } })],
  ['sender-may-not-send', 'of a key that is blocked', () => mark({ caller: { ...program, policy: 'block' } })],
  [
    'recipient-not-found',
    'of another workspace',
    async () => mark({ workspaceId: (await makeDesk(database)).workspaceId }),
  ],
  [
    'target-not-found',
    'up to a message of ours',
    async () => mark({ messageId: await say('ours', Date.now(), 'outbound') }),
  ],
  ['target-not-found', 'up to nothing', () => mark({ messageId: '01900000-0000-7000-8000-000000000000' as MessageId })],
  [
    'content-not-supported',
    'where the transport has no receipts',
    () => mark({}, { ...transport, markRead: undefined } as never),
  ],
  [
    'content-not-supported',
    'typing, where the transport shows none',
    () => mark({ typing: true }, testTransport({ capabilities: { typing: false } })),
  ],
])('%s: %s', async (code, _what, run) => {
  await expect(run()).rejects.toMatchObject({ code })
  expect(transport.read).toEqual([])
})

test.each([
  ['chat-blocked', `update conversations set policy = 'block' where id = $1`],
  [
    'account-paused',
    `update accounts set state = 'paused' where id = (select account_id from conversations where id = $1)`,
  ],
  [
    'contact-erased',
    `update contacts set erased_at = now() where id = (select contact_id from conversations where id = $1)`,
  ],
])('%s refuses it', async (code, sql) => {
  await database.pool.query(sql, [desk.conversationId])
  await expect(mark()).rejects.toMatchObject({ code })
  expect(transport.read).toEqual([])
})

test('what the provider says against it is said in its words', async () => {
  const refusing: Transport = {
    ...transport,
    markRead: async () => {
      throw new TransportError({
        outcome: 'not-sent',
        retryable: false,
        sentence: 'The message is too old.',
        remedy: 'Leave it.',
      })
    },
  }
  await expect(mark({}, refusing)).rejects.toMatchObject({
    code: 'provider-refused',
    message: 'The message is too old. Leave it.',
  })
})
