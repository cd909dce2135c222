import {
  type AccountId,
  type ContactId,
  type ConversationId,
  SearchPage,
  type WorkspaceId,
} from '@switchboard/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { walkPages } from '../store/queries/walk-pages.case.ts'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { createSeed, type Seed } from '../testing/seed-conversation.ts'
import { searchMessages } from './search-messages.ts'

let database: TestDatabase
let seed: Seed
let workspace: WorkspaceId
let account: AccountId
let ana: ContactId
let conversation: ConversationId
let minute = 0

beforeAll(async () => {
  database = await createTestDatabase()
  seed = createSeed(database.pool)
  workspace = await seed.workspace()
  account = await seed.account(workspace)
  ana = await seed.contact(workspace, { name: 'Ana' })
  conversation = await seed.conversation(workspace, account, ana)
  for (const text of [
    'Where is my delivery? The confirmation said Tuesday',
    'Der Schlüssel für die Straße liegt im Café',
    'Здравствуйте, где моя посылка?',
    'Ёлка уже доставлена',
    'مرحبا، أين طلبي رقم ١٢٣؟',
    'नमस्ते, मेरा ऑर्डर कहाँ है?',
    '我的订单什么时候到？南京市长江大桥',
    '東京都に引っ越しました',
    'สวัสดีครับ สินค้าของผมอยู่ที่ไหน',
    '서울에서 주문했어요',
    'שלום, איפה ההזמנה שלי',
    'great 👍🏽 thanks',
    'invoice order-77 for bob@example.com',
    'the quick brown fox',
    'the brown quick fox',
  ]) {
    await say(text)
  }
})
afterAll(() => database[Symbol.asyncDispose]())

function say(text: string, at = Date.UTC(2026, 0, 1, 0, minute++)) {
  return seed.message(conversation, { text, at })
}

async function textsOf(q: string, args: Partial<Parameters<typeof searchMessages>[2]> = {}) {
  const page = await searchMessages(database.db, workspace, { q, ...args })
  expect(SearchPage.parse(page)).toEqual(page)
  return page.items.map(({ message }) => message.text?.slice(0, 12))
}

test.each([
  ['DELIVERY tuesday', ['Where is my ']],
  ['strasse cafe', ['Der Schlüsse']],
  ['schlussel', ['Der Schlüsse']],
  ['посылка', ['Здравствуйте']],
  ['елка', ['Ёлка уже дос']],
  ['أين 123', ['مرحبا، أين ط']],
  ['ऑर्डर', ['नमस्ते, मेरा']],
  ['订单', ['我的订单什么时候到？南京']],
  ['长江大桥', ['我的订单什么时候到？南京']],
  ['桥', ['我的订单什么时候到？南京']],
  ['東京都', ['東京都に引っ越しました']],
  ['สินค้า', ['สวัสดีครับ ส']],
  ['주문', ['서울에서 주문했어요']],
  ['ההזמנה', ['שלום, איפה ה']],
  ['👍', ['great 👍🏽 t']],
  ['order-77', ['invoice orde']],
  ['bob@example.com', ['invoice orde']],
  ['"quick brown"', ['the quick br']],
  ['quick brown', ['the brown qu', 'the quick br']],
  ['deliv*', ['Where is my ']],
  ['достав*', ['Ёлка уже дос']],
  ['the -"quick brown"', ['the brown qu', 'Where is my ']],
  ['fox delivery', []],
])('%s finds %j', async (q, texts) => {
  expect(await textsOf(q)).toEqual(texts)
})

test.each([
  ['delivrey', 'delivery'],
  ['confirmaton', 'confirmation'],
  ['посилка', 'посылка'],
  ['tuseday', 'tuesday'],
  ['nfirmat', 'confirmation'],
])('%s occurs nowhere and is widened to %s, and the answer says so', async (from, to) => {
  const page = await searchMessages(database.db, workspace, { q: `${from} -xyz` })
  expect(page.corrected).toEqual([{ from, to: [to] }])
  expect(page.items).toHaveLength(1)
  const [hit] = page.items
  const [mark] = hit?.highlights ?? []
  expect(hit?.snippet.slice(mark?.start, mark?.end).toLowerCase()).toBe(to)
})

test('a word that the vocabulary lacks is found all the same', async () => {
  await say('quixotry')
  await database.pool.query(`delete from search_words where word = 'quixotry'`)
  expect(await textsOf('quixotry')).toEqual(['quixotry'])
})

test.each(['124', 'xyzzyq', 'zz'])(
  '%s is not widened: a number, a word without neighbours, a word of two letters',
  async (q) => {
    expect(await searchMessages(database.db, workspace, { q })).toEqual({ items: [], nextCursor: null, corrected: [] })
  },
)

test('filters narrow by contact, account, conversation, type, direction and time', async () => {
  const bo = await seed.contact(workspace, { name: 'Bo' })
  const otherAccount = await seed.account(workspace)
  const chat = await seed.conversation(workspace, otherAccount, bo)
  await seed.message(chat, { text: 'zebra one', at: '2026-02-01T00:00:00Z' })
  await seed.message(chat, { text: 'zebra two', at: '2026-02-02T00:00:00Z', direction: 'outbound' })
  await seed.message(chat, { content: { type: 'image', caption: 'zebra three' }, at: '2026-02-03T00:00:00Z' })
  await say('zebra four', Date.UTC(2026, 1, 4))
  for (const sort of ['newest', 'best'] as const) {
    const found = async (args: object) => (await textsOf('zebra', { ...args, sort })).map((text) => text?.slice(6))
    expect(await found({})).toEqual(['four', 'three', 'two', 'one'])
    expect(await found({ contactId: bo })).toEqual(['three', 'two', 'one'])
    expect(await found({ accountId: account })).toEqual(['four'])
    expect(await found({ conversationId: chat, direction: 'outbound' })).toEqual(['two'])
    expect(await found({ type: 'image' })).toEqual(['three'])
    expect(await found({ after: '2026-02-02T00:00:00Z', before: '2026-02-03T00:00:00Z' })).toEqual(['two'])
  }
})

test('best first: the message in which the words stand close together, then the newer one', async () => {
  await say('refund with very many other words before the money', Date.UTC(2026, 3, 3))
  await say('refund money', Date.UTC(2026, 3, 1))
  await say('refund money', Date.UTC(2026, 3, 2))
  const page = await searchMessages(database.db, workspace, { q: 'refund money', sort: 'best' })
  expect(page.items.map(({ message }) => message.sentAt.slice(0, 10))).toEqual([
    '2026-04-02',
    '2026-04-01',
    '2026-04-03',
  ])
})

test.each(['newest', 'best'] as const)('a walk by %s gives each hit once while new hits come in', async (sort) => {
  const place = await seed.workspace()
  const chat = await seed.conversation(place, await seed.account(place), await seed.contact(place))
  const ids: string[] = []
  for (let n = 0; n < 23; n++) {
    ids.push(await seed.message(chat, { text: `walk ${'on '.repeat(n % 5)}`, at: Date.UTC(2026, 0, 1, 0, n % 7) }))
  }
  const found = await walkPages(
    (cursor) => searchMessages(database.db, place, { q: 'walk', sort, limit: 4, cursor }),
    (page) => seed.message(chat, { text: 'walk', at: Date.UTC(2026, 0, 2, 0, page) }),
  )
  expect(found.map(({ message }) => message.id).toSorted()).toEqual(ids.toSorted())
})

test.each(['newest', 'best'] as const)(
  'a cursor of another query, another sort or nobody is refused by %s',
  async (sort) => {
    const { nextCursor } = await searchMessages(database.db, workspace, { q: 'the', sort, limit: 1 })
    const other = sort === 'best' ? 'newest' : 'best'
    for (const args of [
      { q: 'quick', sort, cursor: nextCursor ?? '' },
      { q: 'the', sort: other, cursor: nextCursor ?? '' },
      { q: 'the', sort, cursor: 'nobody' },
    ] as const) {
      await expect(searchMessages(database.db, workspace, args)).rejects.toMatchObject({ code: 'invalid-cursor' })
    }
  },
)

test('another workspace finds nothing, by word, part of a word or typo', async () => {
  const stranger = await seed.workspace()
  for (const q of ['delivery', 'elivery', 'delivrey', 'deliv*']) {
    expect(await searchMessages(database.db, stranger, { q })).toEqual({ items: [], nextCursor: null, corrected: [] })
  }
})

const hostile = [
  '"',
  "'",
  '*',
  '%',
  '_',
  '\\',
  '👍',
  '‮',
  '& | !',
  ':*',
  '<->',
  '()',
  '-',
  'a*',
  "');--",
  '\u0000',
  '\ud800',
  'é\u0301',
  '東',
  'ก',
  '(a+)+$',
]

test.each(hostile)('500 letters of %j are answered at once, without an error', async (unit) => {
  const started = performance.now()
  for (const sort of ['newest', 'best'] as const) {
    await searchMessages(database.db, workspace, { q: unit.repeat(500).slice(0, 500), sort })
  }
  expect(performance.now() - started).toBeLessThan(5_000)
})

test('a search that takes too long is refused with what to do', async () => {
  const blocker = await database.pool.connect()
  try {
    await blocker.query('begin')
    await blocker.query('lock table messages in access exclusive mode')
    await expect(searchMessages(database.db, workspace, { q: 'delivery' })).rejects.toMatchObject({
      code: 'unavailable',
      detail: expect.stringContaining('Narrow') as unknown,
    })
  } finally {
    await blocker.query('rollback')
    blocker.release()
  }
})
