import {
  type AccountId,
  type ContactId,
  ConversationCore,
  type ConversationId,
  type WorkspaceId,
} from '@switchboard/contract'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../testing/index.ts'
import { createSeed, type Seed } from '../../testing/seed-conversation.ts'
import { getConversation } from './get-conversation.ts'
import { listConversations } from './list-conversations.ts'
import { walkPages } from './walk-pages.case.ts'

let database: TestDatabase
let seed: Seed
let workspace: WorkspaceId
let account: AccountId

beforeAll(async () => {
  database = await createTestDatabase()
  seed = createSeed(database.pool)
})
beforeEach(async () => {
  workspace = await seed.workspace()
  account = await seed.account(workspace)
})
afterAll(() => database[Symbol.asyncDispose]())

async function conversationWith(name: string, ...at: number[]): Promise<ConversationId> {
  const id = await seed.conversation(workspace, account, await seed.contact(workspace, { name }))
  for (const minute of at) await seed.message(id, { text: `${name} ${minute}`, at: Date.UTC(2026, 0, 1, 0, minute) })
  return id
}

async function group(subject: string, ...participants: ContactId[]): Promise<ConversationId> {
  const id = uuidv7() as ConversationId // made here
  await database.pool.query(
    `insert into conversations (id, workspace_id, account_id, kind, group_id, subject) values ($1, $2, $3, 'group', $4, $5)`,
    [id, workspace, account, `${subject}@g.us`, subject],
  )
  for (const person of participants) {
    await database.pool.query(`insert into group_participants values ($1, $2, $3, now())`, [id, person, workspace])
  }
  return id
}

const names = (conversations: readonly ConversationCore[]) =>
  conversations.map(({ contact, subject }) => contact?.name ?? subject)

test('the newest activity comes first, with the newest message and its person', async () => {
  await conversationWith('Ana', 1, 9)
  await conversationWith('Bo', 5)
  const { items } = await listConversations(database.db, workspace, {})
  expect(names(items)).toEqual(['Ana', 'Bo'])
  expect(items.map((item) => ConversationCore.parse(item))).toEqual(items)
  expect(items[0]).toMatchObject({
    lastMessage: { text: 'Ana 9', direction: 'inbound', sentAt: '2026-01-01T00:09:00.000Z' },
    lastMessageAt: '2026-01-01T00:09:00.000Z',
    windowClosesAt: '2026-01-02T00:09:00.000Z',
  })
})

test('a message known only from receipts is not a preview, and its conversation comes last', async () => {
  const silent = await conversationWith('Silent')
  await seed.message(silent, { at: '2030-01-01T00:00:00Z', source: 'placeholder', content: { type: 'unknown' } })
  const loud = await conversationWith('Loud', 3)
  await seed.message(loud, { at: '2030-01-01T00:00:00Z', source: 'placeholder', content: { type: 'unknown' } })
  const { items } = await listConversations(database.db, workspace, {})
  expect(items.map(({ id, lastMessage }) => [id, lastMessage?.text ?? null])).toEqual([
    [loud, 'Loud 3'],
    [silent, null],
  ])
})

test('a walk gives each conversation once, those without messages too, while messages move them to the top', async () => {
  const ids: ConversationId[] = []
  for (let n = 0; n < 9; n++) ids.push(await conversationWith(`c${n}`, ...(n < 2 ? [] : [n % 4])))
  const walked = await walkPages(
    (cursor) => listConversations(database.db, workspace, { cursor, limit: 2 }),
    async (page) => {
      // One that was shown, one that was not yet, and one that did not exist.
      await seed.message(ids[8] as ConversationId, { at: Date.UTC(2026, 5, 1, 0, page) })
      await seed.message(ids[4] as ConversationId, { at: Date.UTC(2026, 5, 1, 1, page) })
      await conversationWith(`new ${page}`, 10_000 + page)
    },
  )
  expect(walked.map(({ id }) => id).toSorted()).toEqual(ids.toSorted())
})

test('filters narrow by account, contact, kind and time', async () => {
  const person = await seed.contact(workspace, { name: 'Ana' })
  const direct = await seed.conversation(workspace, account, person)
  const elsewhere = await seed.conversation(workspace, await seed.account(workspace), person)
  const team = await group('team', person)
  await group('strangers')
  await seed.message(direct, { at: '2026-03-01T00:00:00Z' })
  await seed.message(elsewhere, { at: '2026-02-01T00:00:00Z' })
  const idsOf = async (args: Parameters<typeof listConversations>[2]) =>
    (await listConversations(database.db, workspace, args)).items.map(({ id }) => id)
  expect(await idsOf({ contactId: person })).toEqual([direct, elsewhere, team])
  expect(await idsOf({ contactId: person, kind: 'group' })).toEqual([team])
  expect(await idsOf({ contactId: person, accountId: account, kind: 'direct' })).toEqual([direct])
  expect(await idsOf({ since: '2026-02-15T00:00:00Z' })).toEqual([direct])
})

test('a group comes with the people who are in it now and has no service window', async () => {
  const [ana, bo] = [await seed.contact(workspace, { name: 'Ana' }), await seed.contact(workspace, { name: 'Bo' })]
  const id = await group('team', ana, bo)
  await seed.message(id, { at: '2026-01-01T00:00:00Z' })
  await database.pool.query(`update group_participants set left_at = now() + '1 s' where contact_id = $1`, [bo])
  const found = await getConversation(database.db, workspace, { conversationId: id })
  expect(found).toMatchObject({ kind: 'group', subject: 'team', contact: null, windowClosesAt: null })
  expect(found?.participants?.map(({ name }) => name)).toEqual(['Ana'])
})

test('the id of a merged conversation gives the one that it lives on in, through merges of merges', async () => {
  const [first, second, third] = [
    await conversationWith('a'),
    await conversationWith('b'),
    await conversationWith('c', 1),
  ]
  await database.pool.query(`update conversations set merged_into = $2 where id = $1`, [first, second])
  await database.pool.query(`update conversations set merged_into = $2 where id = $1`, [second, third])
  expect((await getConversation(database.db, workspace, { conversationId: first }))?.id).toBe(third)
  expect(names((await listConversations(database.db, workspace, {})).items)).toEqual(['c'])
})

test('another workspace sees nothing', async () => {
  const conversationId = await conversationWith('Ana', 1)
  const stranger = await seed.workspace()
  expect((await listConversations(database.db, stranger, {})).items).toEqual([])
  expect(await getConversation(database.db, stranger, { conversationId })).toBe(null)
})
