import type { AccountId, ContactId, ConversationId, MessageId, WorkspaceId } from '@switchboard/contract'
import { ThreadPage } from '@switchboard/contract'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../testing/index.ts'
import { createSeed, type Seed } from '../../testing/seed-conversation.ts'
import { listThread, type ThreadArgs } from './list-thread.ts'

let database: TestDatabase
let seed: Seed
let workspace: WorkspaceId
let account: AccountId
let person: ContactId

beforeAll(async () => {
  database = await createTestDatabase()
  seed = createSeed(database.pool)
  workspace = await seed.workspace()
  account = await seed.account(workspace)
  person = await seed.contact(workspace, { name: 'Ana' })
})
afterAll(() => database[Symbol.asyncDispose]())

async function threadOf(length: number, sentAt = (n: number) => Date.UTC(2026, 0, 1, 0, n)) {
  const id = await seed.conversation(workspace, await seed.account(workspace), person)
  const messages: MessageId[] = []
  for (let n = 0; n < length; n += 1) messages.push(await seed.message(id, { text: `message ${n}`, at: sentAt(n) }))
  return { id, messages }
}

async function page(conversationId: ConversationId, args: Omit<ThreadArgs, 'conversationId'> = {}) {
  const found = await listThread(database.db, workspace, { conversationId, ...args })
  if (found === null) throw new Error('there is a page')
  return ThreadPage.parse(found)
}

test('about a message lie its neighbours on both sides, and each end says how to go on', async () => {
  const { id, messages } = await threadOf(20)
  const middle = await page(id, { around: messages[10], limit: 6 })
  expect(middle.items.map((message) => message.id)).toEqual(messages.slice(8, 14).toReversed())
  expect(middle.hasNewer).toBe(true)
  const newer = await page(id, { order: 'oldest', cursor: middle.newerCursor ?? '', limit: 4 })
  expect(newer.items.map((message) => message.id)).toEqual(messages.slice(14, 18))
  const older = await page(id, { cursor: middle.olderCursor ?? '', limit: 4 })
  expect(older.items.map((message) => message.id)).toEqual(messages.slice(4, 8).toReversed())
})

test('a page about the newest or the oldest message is as long as any', async () => {
  const { id, messages } = await threadOf(8)
  const last = await page(id, { around: messages.at(-1), limit: 6 })
  expect(last.items.map((message) => message.id)).toEqual(messages.slice(2).toReversed())
  expect(last.hasNewer).toBe(false)
  const first = await page(id, { around: messages[0], limit: 6 })
  expect(first.items.map((message) => message.id)).toEqual(messages.slice(0, 4).toReversed())
  expect([first.olderCursor, first.hasNewer]).toEqual([null, true])
})

test('from the middle both ways everything is met once, also with equal times and while messages arrive', async () => {
  const { id, messages } = await threadOf(15, () => Date.UTC(2026, 0, 1))
  const start = await page(id, { around: messages[7], limit: 3 })
  const met = start.items.map((message) => message.id)
  for (let cursor = start.olderCursor; cursor !== null; ) {
    const older = await page(id, { cursor, limit: 2 })
    met.push(...older.items.map((message) => message.id))
    cursor = older.olderCursor
    await seed.message(id, { text: 'meanwhile', at: Date.UTC(2026, 0, 2) })
  }
  for (let { newerCursor, hasNewer } = start; hasNewer && newerCursor !== null; ) {
    const newer = await page(id, { order: 'oldest', cursor: newerCursor, limit: 2 })
    met.unshift(...newer.items.toReversed().map((message) => message.id))
    ;({ newerCursor, hasNewer } = newer)
  }
  expect(met.filter((one) => messages.includes(one)).toSorted()).toEqual(messages.toSorted())
  expect(new Set(met).size).toBe(met.length)
})

test('the newest page tells what comes later, without what was there', async () => {
  const { id } = await threadOf(5)
  const { newerCursor, hasNewer } = await page(id, { limit: 2 })
  expect(hasNewer).toBe(false)
  const nothing = await page(id, { order: 'oldest', cursor: newerCursor ?? '' })
  expect(nothing.items).toEqual([])
  const late = await seed.message(id, { text: 'later', at: Date.UTC(2026, 0, 3) })
  const more = await page(id, { order: 'oldest', cursor: newerCursor ?? '' })
  expect(more.items.map((message) => message.id)).toEqual([late])
})

test('a cursor of one direction is refused for the other', async () => {
  const { id } = await threadOf(4)
  const { olderCursor } = await page(id, { limit: 2 })
  await expect(page(id, { order: 'oldest', cursor: olderCursor ?? '' })).rejects.toMatchObject({
    code: 'invalid-cursor',
  })
})

test('there is no page about a message of another conversation, of another workspace or of none', async () => {
  const { id } = await threadOf(1)
  const { messages } = await threadOf(1)
  const list = (from: WorkspaceId, around: MessageId | undefined) =>
    listThread(database.db, from, { conversationId: id, around })
  expect(await list(workspace, messages[0])).toBe(null)
  expect(await list(workspace, uuidv7() as MessageId)).toBe(null) // of no message
  const [own] = (await page(id)).items
  expect(await list(await seed.workspace(), own?.id)).toBe(null)
})

test('what messages answer comes along, each once, also where it lies on another page', async () => {
  const id = await seed.conversation(workspace, account, person)
  const question = await seed.message(id, { text: 'When?', at: Date.UTC(2026, 0, 1), wamid: 'wamid.question' })
  for (const hour of [1, 2])
    await seed.message(id, { text: 'Soon', at: Date.UTC(2026, 0, 2, hour), quotedWamid: 'wamid.question' })
  await seed.message(id, { text: 'To what?', at: Date.UTC(2026, 0, 3), quotedWamid: 'wamid.unheard-of' })
  const { quotes } = await page(id, { limit: 3 })
  expect(quotes).toMatchObject([
    { id: question, providerMessageId: 'wamid.question', text: 'When?', revoked: false, contact: { name: 'Ana' } },
  ])
})
