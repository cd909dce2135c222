import type { AccountId, ContactId, ConversationId, MessageId, WorkspaceId } from '@switchboard/contract'
import { Message } from '@switchboard/contract'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../testing/index.ts'
import { createSeed, type Seed } from '../../testing/seed-conversation.ts'
import { encodeCursor } from './cursor.ts'
import { getMessage } from './get-message.ts'
import { getMessageContext } from './get-message-context.ts'
import { getMessagesByIds } from './get-messages-by-ids.ts'
import { listMessages } from './list-messages.ts'
import { walkPages } from './walk-pages.case.ts'

let database: TestDatabase
let seed: Seed
let workspace: WorkspaceId
let account: AccountId
let ana: ContactId
let conversation: ConversationId

beforeAll(async () => {
  database = await createTestDatabase()
  seed = createSeed(database.pool)
  workspace = await seed.workspace()
  account = await seed.account(workspace)
  ana = await seed.contact(workspace, { name: 'Ana', phone: '+34600111222', username: 'ana.c' })
  conversation = await seed.conversation(workspace, account, ana)
})
afterAll(() => database[Symbol.asyncDispose]())

/** A conversation of its own, with one message a minute from midnight on. */
async function conversationOf(texts: readonly string[]): Promise<{ id: ConversationId; messages: MessageId[] }> {
  const id = await seed.conversation(workspace, await seed.account(workspace), ana)
  const messages: MessageId[] = []
  for (const [minute, text] of texts.entries()) {
    messages.push(await seed.message(id, { text, at: Date.UTC(2026, 0, 1, 0, minute) }))
  }
  return { id, messages }
}

test('messages come newest first with their person, and parse as the contract', async () => {
  const { id, messages } = await conversationOf(['one', 'two', 'three'])
  const page = await listMessages(database.db, workspace, { conversationId: id })
  expect(page.items.map((message) => message.id)).toEqual(messages.toReversed())
  expect(page.nextCursor).toBe(null)
  expect(page.items.map((item) => Message.parse(item))).toEqual(page.items)
  expect(page.items[0]).toMatchObject({
    text: 'three',
    contact: { id: ana, name: 'Ana', phone: '+34600111222', username: 'ana.c' },
    sentAt: '2026-01-01T00:02:00.000Z',
    reactions: [],
    forwarded: false,
  })
})

test('a walk while messages come in gives each of those that were there once, also with equal times', async () => {
  const { id, messages } = await conversationOf(Array.from({ length: 17 }, (_, n) => `message ${n}`))
  await database.pool.query(`update messages set sent_at = '2026-01-01' where conversation_id = $1`, [id])
  const walked = await walkPages(
    (cursor) => listMessages(database.db, workspace, { conversationId: id, cursor, limit: 3 }),
    () => seed.message(id, { at: Date.now() }),
  )
  expect(walked.map((message) => message.id)).toEqual(messages.toReversed())
})

test('microseconds do not lose a row at the edge of a page', async () => {
  const { id, messages } = await conversationOf(['a', 'b', 'c'])
  for (const [index, message] of messages.entries()) {
    await database.pool.query(`update messages set sent_at = '2026-01-01 00:00:00.00012${index}+00' where id = $1`, [
      message,
    ])
  }
  const walked = await walkPages((cursor) =>
    listMessages(database.db, workspace, { conversationId: id, cursor, limit: 1 }),
  )
  expect(walked.map((message) => message.id)).toEqual(messages.toReversed())
})

test('filters narrow by contact, account, type, direction and time', async () => {
  const other = await seed.contact(workspace, { name: 'Bo' })
  const otherAccount = await seed.account(workspace)
  const chat = await seed.conversation(workspace, otherAccount, other)
  const inbound = await seed.message(chat, { at: '2025-05-01T10:00:00Z' })
  const outbound = await seed.message(chat, { at: '2025-05-02T10:00:00Z', direction: 'outbound' })
  const image = await seed.message(chat, { at: '2025-05-03T10:00:00Z', content: { type: 'image', caption: 'x' } })
  const idsOf = async (filters: Parameters<typeof listMessages>[2]) =>
    (await listMessages(database.db, workspace, filters)).items.map((message) => message.id)
  expect(await idsOf({ contactId: other })).toEqual([image, outbound, inbound])
  expect(await idsOf({ accountId: otherAccount })).toEqual([image, outbound, inbound])
  expect(await idsOf({ accountId: otherAccount, type: 'image' })).toEqual([image])
  expect(await idsOf({ accountId: otherAccount, direction: 'outbound' })).toEqual([outbound])
  expect(await idsOf({ contactId: other, after: '2025-05-02T10:00:00Z' })).toEqual([image, outbound])
  expect(await idsOf({ contactId: other, before: '2025-05-02T12:00:00+02:00' })).toEqual([inbound])
})

test.each(['', 'x', 'eyJ2IjoxfQ', Buffer.from('[1,"x","2026-01-01","y"]').toString('base64url'), 'A'.repeat(5_000)])(
  'refuses the cursor %s',
  async (cursor) => {
    await expect(listMessages(database.db, workspace, { cursor })).rejects.toMatchObject({ code: 'invalid-cursor' })
  },
)

test.each(['2026-02-30T00:00:00.000000Z', '0000-01-01T00:00:00.000000Z', '2026-13-01T00:00:00.000000Z'])(
  'refuses a made-up cursor of %s',
  async (at) => {
    const filters = { conversationId: conversation }
    const cursor = encodeCursor({ list: 'messages', filters }, [at, conversation])
    await expect(listMessages(database.db, workspace, { ...filters, cursor })).rejects.toMatchObject({
      code: 'invalid-cursor',
    })
  },
)

test('a time before Christ is a time', async () => {
  expect((await listMessages(database.db, workspace, { before: '0000-01-01T00:00:00Z' })).items).toEqual([])
})

test('refuses a cursor of the same list with other filters', async () => {
  const { id } = await conversationOf(['one', 'two'])
  const { nextCursor } = await listMessages(database.db, workspace, { conversationId: id, limit: 1 })
  const cursor = nextCursor ?? ''
  await expect(listMessages(database.db, workspace, { cursor })).rejects.toMatchObject({ code: 'invalid-cursor' })
})

test('another workspace sees nothing, by list, id or context', async () => {
  const { id, messages } = await conversationOf(['secret'])
  const [messageId] = messages as [MessageId]
  const stranger = await seed.workspace()
  expect((await listMessages(database.db, stranger, { conversationId: id })).items).toEqual([])
  expect(await getMessage(database.db, stranger, { messageId })).toBe(null)
  expect((await getMessagesByIds(database.db, stranger, [messageId])).size).toBe(0)
  expect(await getMessageContext(database.db, stranger, { messageId, before: 1, after: 1 })).toBe(null)
})

test('reactions: the latest of each person counts, a taken-back one is none, our own has no person', async () => {
  const message = await seed.message(conversation, { at: '2026-02-01T00:00:00Z', wamid: 'wamid.target' })
  const react = (wamid: string, direction: string, emoji: string | null, at: string) =>
    database.pool.query(
      `insert into reactions (account_id, wamid, target_wamid, workspace_id, conversation_id, contact_id, direction, emoji, at)
       values ($1, $2, 'wamid.target', $3, $4, $5, $6, $7, $8)`,
      [account, wamid, workspace, conversation, ana, direction, emoji, at],
    )
  await react('r1', 'inbound', '👍', '2026-02-01T00:00:01Z')
  await react('r2', 'inbound', '❤️', '2026-02-01T00:00:02Z')
  await react('r3', 'outbound', '🙏', '2026-02-01T00:00:03Z')
  const reactions = async () =>
    (await getMessagesByIds(database.db, workspace, [message]))
      .get(message)
      ?.reactions.map((reaction) => [reaction.emoji, reaction.contact?.name ?? null])
  expect(await reactions()).toEqual([
    ['❤️', 'Ana'],
    ['🙏', null],
  ])
  await react('r4', 'inbound', null, '2026-02-01T00:00:04Z')
  expect(await reactions()).toEqual([['🙏', null]])
})

test('an edit shows the new content, a revoked message keeps its text beside revokedAt', async () => {
  const id = await seed.message(conversation, { text: 'before', at: '2026-02-02T00:00:00Z', wamid: 'wamid.edited' })
  const edited = { type: 'text', text: 'after' }
  await database.pool.query(
    `update messages set edited_content = $2, text = 'after', edited_at = '2026-02-02T00:01:00Z',
       revoked_at = '2026-02-02T00:02:00Z' where id = $1`,
    [id, edited],
  )
  await database.pool.query(
    `insert into revisions (account_id, wamid, target_wamid, workspace_id, conversation_id, revision, content, at)
     values ($1, 'v1', 'wamid.edited', $2, $3, 'edit', $4, '2026-02-02T00:01:00Z'),
       ($1, 'v2', 'wamid.edited', $2, $3, 'revoke', null, '2026-02-02T00:02:00Z')`,
    [account, workspace, conversation, edited],
  )
  expect(await getMessage(database.db, workspace, { messageId: id })).toMatchObject({
    text: 'after',
    content: edited,
    original: { type: 'text', text: 'before' },
    editedAt: '2026-02-02T00:01:00.000Z',
    revokedAt: '2026-02-02T00:02:00.000Z',
    revisions: [
      { revision: 'edit', at: '2026-02-02T00:01:00.000Z', content: edited },
      { revision: 'revoke', at: '2026-02-02T00:02:00.000Z', content: null },
    ],
  })
})

test('one message tells its receipts in order, its context, its media and what it answers', async () => {
  const question = await seed.message(conversation, { text: 'ready?', at: '2026-02-03T00:00:00Z', wamid: 'wamid.q' })
  const answer = await seed.message(conversation, {
    content: { type: 'image', caption: 'yes' },
    at: '2026-02-03T00:01:00Z',
    direction: 'outbound',
    quotedWamid: 'wamid.q',
    context: { quotedWamid: 'wamid.q', forwarded: true, referral: { source_id: '7' } },
    status: 'read',
  })
  await database.pool.query(
    `insert into statuses (message_id, status, workspace_id, at, fingerprint, pricing) values
       ($1, 'read', $2, '2026-02-03T00:03:00Z', '', null), ($1, 'sent', $2, '2026-02-03T00:02:00Z', '', '{"billable":true}')`,
    [answer, workspace],
  )
  await database.pool.query(
    `insert into media (id, workspace_id, account_id, message_id, kind, size_bytes) values ($1, $2, $3, $4, 'image', 7)`,
    [uuidv7(), workspace, account, answer],
  )
  expect(await getMessage(database.db, workspace, { messageId: answer })).toMatchObject({
    statuses: [
      { status: 'sent', at: '2026-02-03T00:02:00.000Z', recipient: null, pricing: { billable: true } },
      { status: 'read', at: '2026-02-03T00:03:00.000Z' },
    ],
    forwarded: true,
    referral: { source_id: '7' },
    media: [{ kind: 'image', sizeBytes: 7, state: 'pending' }],
    quoted: { id: question, text: 'ready?' },
  })
})

test('a page says of each message what the message by itself says: files, reactions, sends, people with several numbers', async () => {
  const { id, messages } = await conversationOf(['plain', 'picture', 'later', 'edited'])
  const [, picture, later, edited] = messages
  const bob = await seed.contact(workspace, { name: 'Bob', phone: '+34600111000', username: 'bob' })
  const carla = await seed.contact(workspace, { name: 'Carla', phone: '+34600222000' })
  const query = (text: string, ...values: unknown[]) => database.pool.query(text, values)
  // Of two numbers seen first at once the lower counts, of others the later.
  await query(
    `insert into identities values ($1, 'phone', '+34699000001', $2, now() - interval '1 day'),
       ($1, 'phone', '+34699000002', $2, now() + interval '1 day'), ($1, 'phone', '+34699000003', $2, now() + interval '1 day')`,
    workspace,
    bob,
  )
  await query(`insert into blobs (sha256, key, size_bytes, mime_type) values ('aa', 'one', 99, 'image/png')`)
  await query(`update messages set type = 'image' where id = $1`, picture)
  await query(
    `insert into media (id, workspace_id, account_id, message_id, position, kind, size_bytes, blob_sha256, state)
     select uuidv7(), m.workspace_id, m.account_id, m.id, part, 'image', case part when 1 then 7 end,
       case part when 0 then 'aa' end, case part when 0 then 'stored' else 'pending' end
     from messages m, generate_series(1, 0, -1) part where m.id = $1`,
    picture,
  )
  await query(
    `insert into reactions (account_id, wamid, target_wamid, workspace_id, conversation_id, contact_id, direction, emoji, at)
     select m.account_id, r.wamid, m.wamid, m.workspace_id, m.conversation_id, r.person, r.direction, r.emoji, r.at::timestamptz
     from messages m, (values ('x1', $2::uuid, 'inbound', '👍', '2026-03-01'), ('x2', $2, 'inbound', '🎉', '2026-03-02'),
       ('x3', $3, 'inbound', '❤️', '2026-03-02'), ('x4', $2, 'outbound', '🙏', '2026-03-01'), ('x5', $3, 'inbound', null, '2026-03-01'),
       ('x0', $3, 'inbound', '😡', '2026-03-02'), ('x6', $4, 'inbound', '😢', '2026-03-02'), ('x7', $4, 'inbound', null, '2026-03-03')
     ) r (wamid, person, direction, emoji, at) where m.id = $1`,
    picture,
    bob,
    ana,
    carla,
  )
  await query(
    `insert into outbox (id, workspace_id, account_id, conversation_id, message_id, state, priority, send_at, due_at, recipient,
       content, request_fingerprint, requested_by)
     select id, workspace_id, account_id, conversation_id, id, 'queued', 0, now() + interval '1 day', now(), '{}', '{}', '', '{}'
     from messages where id = $1`,
    later,
  )
  await query(`update messages set source = 'api', direction = 'outbound', status = null where id = $1`, later)
  await query(
    `update messages set edited_content = '{"type":"text","text":"new"}', edited_at = '2026-03-01 00:00:00.0005+00',
       revoked_at = '2026-03-02', status_at = '2026-03-03 00:00:00.98+00', context = '{"forwarded":true,"referral":{"id":1}}',
       errors = '[{"code":1,"title":"no"}]' where id = $1`,
    edited,
  )
  const { items } = await listMessages(database.db, workspace, { conversationId: id })
  const alone = await getMessagesByIds(database.db, workspace, messages)
  expect(items).toEqual(messages.toReversed().map((message) => alone.get(message)))
  expect(items[2]).toMatchObject({
    media: [{ sizeBytes: 99 }, { sizeBytes: 7 }],
    reactions: [
      { emoji: '🙏', contact: null },
      { emoji: '🎉', contact: { name: 'Bob', phone: '+34699000002' } },
      { emoji: '❤️', contact: { id: ana } },
    ],
  })
  expect(items[1]).toMatchObject({ sendState: 'scheduled', sendAt: expect.any(String) })
})

test('beyond texts: what says more than its text has its content, of a plain text it is made of the text', async () => {
  const { id, messages } = await conversationOf(['plain', 'picture'])
  const [plain, picture] = messages
  await database.pool.query(`update messages set content = content || '{"previewUrl":true}' where id = $1`, [plain])
  const shown = { type: 'image', caption: 'picture' }
  await database.pool.query(`update messages set type = 'image', content = $2 where id = $1`, [picture, shown])
  const contents = async (content?: 'beyond-texts') => {
    const { items } = await listMessages(database.db, workspace, { conversationId: id, order: 'oldest', content })
    return items.map((message) => message.content)
  }
  expect(await contents()).toEqual([{ type: 'text', text: 'plain', previewUrl: true }, shown])
  expect(await contents('beyond-texts')).toEqual([{ type: 'text', text: 'plain' }, shown])
})

test('context gives the neighbours on both sides, oldest first', async () => {
  const { messages } = await conversationOf(['a', 'b', 'c', 'd', 'e'])
  const [, , middle] = messages as [MessageId, MessageId, MessageId]
  const context = await getMessageContext(database.db, workspace, { messageId: middle, before: 1, after: 5 })
  expect(context?.before.map((message) => message.text)).toEqual(['b'])
  expect(context?.message.text).toBe('c')
  expect(context?.after.map((message) => message.text)).toEqual(['d', 'e'])
})
