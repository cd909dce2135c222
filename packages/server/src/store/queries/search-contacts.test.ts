import { Contact, type ContactId, type WorkspaceId } from '@switchboard/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../testing/index.ts'
import { createSeed, type Seed } from '../../testing/seed-conversation.ts'
import { getContact } from './get-contact.ts'
import { listContacts } from './list-contacts.ts'
import { searchContacts } from './search-contacts.ts'
import { walkPages } from './walk-pages.case.ts'

let database: TestDatabase
let seed: Seed
let workspace: WorkspaceId
const people: ContactId[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  seed = createSeed(database.pool)
  workspace = await seed.workspace()
  for (const person of [
    { name: 'María José Álvarez', phone: '+34600111222', username: 'majo_alv' },
    { name: 'Yusuf Öztürk', phone: '+491711234567' },
    { name: '王小明', bsuid: 'US.13491208655302741918' },
    { name: 'محمد علي', phone: '+971501234567' },
    { name: '100% _sure_' },
  ]) {
    people.push(await seed.contact(workspace, person))
  }
})
afterAll(() => database[Symbol.asyncDispose]())

test.each([
  ['maria', 0, 'a word without its accent'],
  ['alv maría', 0, 'parts of words in any order'],
  ['MAJO_ALV', 0, 'a username'],
  ['@majo_alv', 0, 'a username as people write it'],
  ['600 111', 0, 'a part of a phone number with a space'],
  ['+34 600-111-222', 0, 'a phone number as people write it'],
  ['0171 1234567', 1, 'a number as dialled at home'],
  ['ozturk', 1, 'a name with umlauts'],
  ['小明', 2, 'a given name in Chinese'],
  ['US.13491208655302741918', 2, 'an identity exactly'],
  ['محمد', 3, 'a name in Arabic'],
  ['marai', 0, 'a typo'],
  ['oztruk', 1, 'another typo'],
])('%s finds person %i by %s', async (query, index) => {
  const { items } = await searchContacts(database.db, workspace, { query })
  expect(items.map(({ id }) => id)).toEqual([people[index]])
  expect(items.map((item) => Contact.parse(item))).toEqual(items)
})

test.each([
  '%',
  '_',
  '%%%',
  "'; drop table contacts; --",
  '👍👍',
  '   ',
  '\\',
  'zzzzqqq',
  '"'.repeat(500),
  '\u0000',
  '\ud800',
  '‮مرحبا',
])('finds nobody by %s, without an error', async (query) => {
  expect((await searchContacts(database.db, workspace, { query })).items).toEqual([])
})

test('who was seen last comes first, and the pages of a search give each person once', async () => {
  const place = await seed.workspace()
  const account = await seed.account(place)
  const ids: ContactId[] = []
  for (let n = 0; n < 7; n++) {
    const id = await seed.contact(place, { name: `Kim ${n}` })
    if (n > 2) await seed.message(await seed.conversation(place, account, id), { at: Date.UTC(2026, 0, n) })
    ids.push(id)
  }
  const found = await walkPages((cursor) => searchContacts(database.db, place, { query: 'kim', limit: 2, cursor }))
  expect(found.map(({ id }) => id)).toEqual([6, 5, 4, 3, 2, 1, 0].map((n) => ids[n]))
})

test('all contacts are walked once while somebody writes and somebody joins', async () => {
  const place = await seed.workspace()
  const ids: ContactId[] = []
  for (let n = 0; n < 6; n++) ids.push(await seed.contact(place, { name: `Lee ${n}` }))
  const found = await walkPages(
    (cursor) => listContacts(database.db, place, { limit: 2, cursor }),
    async () => {
      await database.pool.query(`update contacts set last_seen_at = now() where id = $1`, [ids[0]])
      await seed.contact(place, { name: 'newcomer' })
    },
  )
  expect(found.map(({ id }) => id)).toEqual(ids.toReversed())
})

test('people of a page come with their own identities, the oldest first, and the number that was seen last to appear', async () => {
  const place = await seed.workspace()
  const [both, none] = [
    await seed.contact(place, { name: 'Ida Both', phone: '+351910000009' }),
    await seed.contact(place, { name: 'Ida None' }),
  ]
  await database.pool.query(
    `insert into identities values ($1, 'phone', '+351910000001', $2, '2026-01-01'), ($1, 'phone', '+351910000003', $2, '2999-01-01'),
       ($1, 'phone', '+351910000002', $2, '2999-01-01'), ($1, 'lid', '42', $2, '2026-01-02')`,
    [place, both],
  )
  const { items } = await searchContacts(database.db, place, { query: 'ida' })
  expect(items).toHaveLength(2)
  for (const { id } of items) {
    expect(items.find((item) => item.id === id)).toEqual(
      (await listContacts(database.db, place, {})).items.find((item) => item.id === id),
    )
  }
  expect(items.find(({ id }) => id === both)).toMatchObject({
    phone: '+351910000002',
    identities: [{ value: '+351910000001' }, { kind: 'lid' }, {}, {}, {}, {}],
  })
  expect(items.find(({ id }) => id === none)).toMatchObject({ phone: null, identities: [] })
})

test.each([
  ['zo ida marlene', 'three words, the shortest first'],
  ['da mar', 'a word of two letters beside one of three'],
  ['da zo', 'words of two letters'],
  ['marlene zo', 'a second word that is too short for the index'],
  ['marlene ida', 'two words that are not'],
  ['marlene zo da', 'two words that are too short beside one that is not'],
])('%s finds whose names hold all of them: %s', async (query) => {
  const place = await seed.workspace()
  const person = await seed.contact(place, { name: 'Marlene Zoe Ida' })
  for (const name of ['Marlene Zoe', 'Marlene Ada', 'Ida Zoe Mahlene']) await seed.contact(place, { name })
  const { items } = await searchContacts(database.db, place, { query })
  expect(items.map(({ id }) => id)).toContain(person)
  for (const { name } of items) for (const word of query.split(' ')) expect(name?.toLowerCase()).toContain(word)
})

test('a merged contact is found as its survivor, which names it', async () => {
  const place = await seed.workspace()
  const account = await seed.account(place)
  const [survivor, middle, gone] = [
    await seed.contact(place, { name: 'Ana', phone: '+351910000001' }),
    await seed.contact(place, { name: 'Ana' }),
    await seed.contact(place, { name: 'Ana' }),
  ]
  const conversation = await seed.conversation(place, account, survivor)
  await database.pool.query(`update contacts set merged_into = $2 where id = $1`, [gone, middle])
  await database.pool.query(`update contacts set merged_into = $2 where id = $1`, [middle, survivor])
  await database.pool.query(
    `insert into contact_preferences (contact_id, workspace_id, category, value, at) values ($1, $2, 'marketing', 'stop', '2026-01-01')`,
    [survivor, place],
  )
  const found = await getContact(database.db, place, { contactId: gone })
  expect(Contact.parse(found)).toMatchObject({
    id: survivor,
    phone: '+351910000001',
    mergedFrom: [middle, gone],
    conversationIds: [conversation],
    preferences: [{ category: 'marketing', value: 'stop', at: '2026-01-01T00:00:00.000Z' }],
  })
  expect((await searchContacts(database.db, place, { query: 'ana' })).items.map(({ id }) => id)).toEqual([survivor])
})

test('another workspace sees nobody', async () => {
  const stranger = await seed.workspace()
  expect((await listContacts(database.db, stranger, {})).items).toEqual([])
  expect((await searchContacts(database.db, stranger, { query: 'maria' })).items).toEqual([])
  expect((await searchContacts(database.db, stranger, { query: 'marai' })).items).toEqual([])
  expect((await searchContacts(database.db, stranger, { query: '+34600111222' })).items).toEqual([])
  expect(await getContact(database.db, stranger, { contactId: people[0] as ContactId })).toBe(null)
})
