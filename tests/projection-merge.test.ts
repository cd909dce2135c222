import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startProjector } from '../packages/server/src/ingest/project/projector.ts'
import { undoMerge } from '../packages/server/src/ingest/project/undo-merge.ts'
import { createTestDatabase, type TestDatabase } from '../packages/server/src/testing/index.ts'
import type { InboundItem, MessageItem, Party, StatusItem } from '../packages/server/src/transports/inbound-item.ts'
import { canonicalRows } from './projection/canonical-rows.ts'
import { emptyTables, insertBodies, itemReaders } from './projection/item-inbox.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
beforeEach(() => emptyTables(database.pool))
afterAll(() => database[Symbol.asyncDispose]())

const phone: Party = { identities: [{ kind: 'wa_id', value: '49151' }], profileName: 'Ana' }
const bsuid: Party = { identities: [{ kind: 'bsuid', value: 'DE.1' }], username: 'ana.b' }
const both: Party = { identities: [...phone.identities, ...bsuid.identities] }

let clock = 1_000
function message(party: Party, wamid: string, more: Partial<MessageItem> = {}): MessageItem {
  clock += 1_000
  return {
    kind: 'message',
    account: { phoneNumberId: '100' },
    at: clock,
    raw: wamid,
    wamid,
    direction: 'inbound',
    source: 'live',
    party,
    content: { type: 'text', text: `text of ${wamid}` },
    ...more,
  }
}
const about = (party: Party, wamid: string) => ({
  account: { phoneNumberId: '100' },
  at: (clock += 1_000),
  raw: wamid,
  wamid,
  party,
})
const reaction = (party: Party, wamid: string): InboundItem => ({
  ...about(party, wamid),
  kind: 'reaction',
  targetWamid: 'p1',
  direction: 'inbound',
  emoji: '👍',
})
const edit = (party: Party, wamid: string, targetWamid: string): InboundItem => ({
  ...about(party, wamid),
  kind: 'revision',
  targetWamid,
  revision: 'edit',
  direction: 'inbound',
  content: { type: 'text', text: 'edited' },
})
const call = (party: Party): InboundItem => ({
  ...about(party, ''),
  kind: 'call',
  providerCallId: 'wacid.1',
  event: 'connect',
  eventName: 'connect',
  direction: 'inbound',
  errors: [],
})
const preference = (party: Party, value: string): InboundItem => ({
  ...about(party, ''),
  kind: 'preference',
  category: 'marketing_messages',
  value,
})
const receipt = (party: Party, at: number): StatusItem => ({
  ...about(party, 'group.out'),
  at,
  kind: 'status',
  status: 'delivered',
  statusName: 'delivered',
  groupId: 'g1',
  errors: [],
})

async function project(...items: InboundItem[]): Promise<void> {
  await insertBodies(
    database.pool,
    items.map((item) => ({ items: [item], shard: 0, salt: Math.random() })),
  )
  await using projector = startProjector({ pool: database.pool, readers: itemReaders })
  await projector.drain()
}

async function merges(): Promise<{ id: string; survivor_id: string; merged_id: string }[]> {
  const { rows } = await database.pool.query('select id, survivor_id, merged_id from contact_merges order by id')
  return rows
}

const contacts = async (): Promise<number> =>
  (await database.pool.query('select from contacts where merged_into is null')).rowCount ?? 0

const everything = (): InboundItem[] => [
  message(phone, 'p1'),
  message(phone, 'p2', { account: { phoneNumberId: '200' } }),
  message(bsuid, 'b1'),
  message(bsuid, 'b2', { account: { phoneNumberId: '300' } }),
  message(bsuid, 'b3', { groupId: 'g1' }),
  reaction(bsuid, 'r1'),
  edit(bsuid, 'e1', 'b1'),
  call(bsuid),
  preference(phone, 'stop'),
  preference(bsuid, 'resume'),
  receipt(phone, 5_000_000),
  receipt(bsuid, 4_000_000),
]

test('a message that shows both identities joins the two contacts, and all that was theirs', async () => {
  await project(...everything())
  expect(await contacts()).toBe(2)
  await project(message(both, 'joined'))
  expect(await contacts()).toBe(1)
  const { rows } = await database.pool.query(
    `select a.external_id, count(*)::int as messages, count(distinct m.conversation_id)::int as conversations
     from messages m join accounts a on a.id = m.account_id where m.wamid not like 'group%' and m.wamid <> 'b3' group by 1 order by 1`,
  )
  expect(rows).toEqual([
    { external_id: '100', messages: 3, conversations: 1 },
    { external_id: '200', messages: 1, conversations: 1 },
    { external_id: '300', messages: 1, conversations: 1 },
  ])
  const events = await database.pool.query(`select contact_id, data from events where type = 'contact.merged'`)
  const [merge] = await merges()
  expect(events.rows).toEqual([
    { contact_id: merge?.survivor_id, data: { mergeId: merge?.id, mergedContactId: merge?.merged_id } },
  ])
})

test.each([
  ['block', 'allow', 'block'],
  ['approve', null, 'approve'],
  ['allow', null, null],
  ['allow', 'allow', 'allow'],
])('of two policies of conversations, %s and %s, joining leaves %s', async (ofPhone, ofUserId, left) => {
  await project(message(phone, 'p1'), message(bsuid, 'b1'))
  for (const [value, policy] of [
    ['49151', ofPhone],
    ['DE.1', ofUserId],
  ])
    await database.pool.query(
      `update conversations c set policy = $2 from identities i where i.contact_id = c.contact_id and i.value = $1`,
      [value, policy],
    )
  await project(message(both, 'joined'))
  const { rows } = await database.pool.query('select policy from conversations where merged_into is null')
  expect(rows).toEqual([{ policy: left }])
})

test('a merge that is undone leaves what was there before it', async () => {
  await project(...everything())
  const before = await canonicalRows(database.pool)
  const joining: InboundItem = {
    ...about(both, ''),
    at: 1_000,
    kind: 'identity-change',
    previous: phone,
    current: bsuid,
    change: 'user-id',
  }
  await project({ ...joining, previous: { identities: phone.identities }, current: { identities: bsuid.identities } })
  expect(await contacts()).toBe(1)
  const [merge] = await merges()
  expect(await undoMerge(database.pool, merge?.id ?? '')).toEqual({ outcome: 'undone' })
  const after = await canonicalRows(database.pool)
  // That the person was seen changing their identity stays.
  const seen = (rows: unknown[] | undefined) =>
    rows?.map((row) => String(row).replace(/"(first|last)_seen_at":("[^"]*"|null),?/g, ''))
  for (const table of Object.keys(before)) expect(seen(after[table]), table).toEqual(seen(before[table]))
  expect(await undoMerge(database.pool, merge?.id ?? '')).toEqual({ outcome: 'already-undone' })
})

test('what a person took apart is not joined again, and goes to the contact of its strongest identity', async () => {
  await project(message(phone, 'p1'), message(bsuid, 'b1'))
  await project(message(both, 'joined'))
  const [merge] = await merges()
  await undoMerge(database.pool, merge?.id ?? '')
  await project(message(both, 'later'))
  expect(await contacts()).toBe(2)
  expect(await merges()).toHaveLength(1)
  const { rows } = await database.pool.query(
    `select i.value from messages m join identities i on i.contact_id = m.contact_id where m.wamid = 'later'`,
  )
  expect(rows).toEqual([{ value: 'DE.1' }])
})

test('what was said to the survivor after a merge stays with the survivor when it is undone', async () => {
  await project(message(phone, 'p1', { account: { phoneNumberId: '200' } }), message(bsuid, 'b1'))
  await project(message(both, 'joined'))
  const [merge] = await merges()
  await undoMerge(database.pool, merge?.id ?? '')
  const { rows } = await database.pool.query(
    `select m.wamid, c.contact_id = m.contact_id as own, c.contact_id = $1 as survivors
     from messages m join conversations c on c.id = m.conversation_id where m.wamid in ('b1', 'joined') order by 1`,
    [merge?.survivor_id],
  )
  expect(rows).toEqual([
    { wamid: 'b1', own: true, survivors: false },
    { wamid: 'joined', own: true, survivors: true },
  ])
})

test('chains of merges end in the oldest contact, and come apart in reverse order only', async () => {
  const third: Party = { identities: [{ kind: 'lid', value: 'lid-1' }] }
  await project(message(phone, 'p1'), message(bsuid, 'b1'), message(third, 't1'))
  await project(message({ identities: [...bsuid.identities, ...third.identities] }, 'j1'))
  await project(message(both, 'j2'))
  expect(await contacts()).toBe(1)
  const [first, second] = await merges()
  expect(await undoMerge(database.pool, first?.id ?? '')).toEqual({ outcome: 'blocked', by: second?.id })
  expect(await undoMerge(database.pool, second?.id ?? '')).toEqual({ outcome: 'undone' })
  expect(await undoMerge(database.pool, first?.id ?? '')).toEqual({ outcome: 'undone' })
  expect(await contacts()).toBe(3)
  expect(await undoMerge(database.pool, '00000000-0000-7000-8000-000000000000')).toEqual({ outcome: 'not-found' })
})
