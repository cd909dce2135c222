import type { AccountId, ContactId, MessageId, WorkspaceId } from '@switchboard/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { searchMessages } from '../../search/search-messages.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/index.ts'
import { createSeed } from '../../testing/seed-conversation.ts'
import { type DatabaseHandle, openScopedDatabase } from '../database.ts'
import { getContact } from '../queries/get-contact.ts'
import { getMessage } from '../queries/get-message.ts'
import { getStats } from '../queries/get-stats.ts'
import { listAccounts } from '../queries/list-accounts.ts'
import { listContacts } from '../queries/list-contacts.ts'
import { listConversations } from '../queries/list-conversations.ts'
import { listMessages } from '../queries/list-messages.ts'
import { searchContacts } from '../queries/search-contacts.ts'
import { type Scope, withScope } from './scope.ts'

let database: TestDatabase
let scoped: DatabaseHandle
let workspace: WorkspaceId
let accounts: AccountId[]
/** Ada writes to the first account, Bob to the second, Cem to both. */
let people: { ada: ContactId; bob: ContactId; cem: ContactId }
const messages: MessageId[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  scoped = openScopedDatabase({ connectionString: database.connectionString })
  const seed = createSeed(database.pool)
  workspace = await seed.workspace()
  accounts = [await seed.account(workspace), await seed.account(workspace)]
  people = {
    ada: await seed.contact(workspace, { name: 'Ada Reach', phone: '+4915110000001' }),
    bob: await seed.contact(workspace, { name: 'Bob Reach', phone: '+4915110000002' }),
    cem: await seed.contact(workspace, { name: 'Cem Reach', phone: '+4915110000003' }),
  }
  const [first, second] = accounts as [AccountId, AccountId]
  for (const [account, person] of [
    [first, people.ada],
    [second, people.bob],
    [first, people.cem],
    [second, people.cem],
  ] as const) {
    const conversation = await seed.conversation(workspace, account, person)
    messages.push(
      await seed.message(conversation, { text: 'umbrella order', at: Date.UTC(2026, 10, 1 + messages.length) }),
    )
  }
})
afterAll(async () => {
  await scoped[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

/** What is seen: numbers are the order in which the conversations were made. */
async function seen(reach: Scope['reach']) {
  return withScope({ workspaceId: workspace, reach }, async () => {
    const { db } = scoped
    const placeOf = (ids: readonly { id: string }[]) => ids.map(({ id }) => messages.indexOf(id as MessageId)).sort()
    const nameOf = (list: readonly { id: string }[]) =>
      Object.entries(people).flatMap(([name, id]) => (list.some((one) => one.id === id) ? name : []))
    const found = async (sort: 'newest' | 'best') =>
      placeOf((await searchMessages(db, workspace, { q: 'umbrella', sort })).items.map(({ message }) => message))
    return {
      messages: placeOf((await listMessages(db, workspace, {})).items),
      newest: await found('newest'),
      best: await found('best'),
      conversations: (await listConversations(db, workspace, {})).items.length,
      people: nameOf((await listContacts(db, workspace, {})).items),
      found: nameOf((await searchContacts(db, workspace, { query: 'reach' })).items),
      similar: nameOf((await searchContacts(db, workspace, { query: 'reachh' })).items),
      accounts: (await listAccounts(db, workspace)).length,
    }
  })
}

const everybody = ['ada', 'bob', 'cem']

test('without a reach all of the workspace is read', async () => {
  expect(await seen({ accounts: null, contacts: null })).toEqual({
    ...{ messages: [0, 1, 2, 3], newest: [0, 1, 2, 3], best: [0, 1, 2, 3], conversations: 4, accounts: 2 },
    ...{ people: everybody, found: everybody, similar: everybody },
  })
})

test('a reach of one account reads what is on it and who writes to it, also by search', async () => {
  const reached = ['ada', 'cem']
  expect(await seen({ accounts: accounts.slice(0, 1), contacts: null })).toEqual({
    ...{ messages: [0, 2], newest: [0, 2], best: [0, 2], conversations: 2, accounts: 1 },
    ...{ people: reached, found: reached, similar: reached },
  })
})

test('a reach of one contact reads that person on all accounts; of both, what is in both; of none, nothing', async () => {
  expect(await seen({ accounts: null, contacts: [people.cem] })).toMatchObject({
    messages: [2, 3],
    best: [2, 3],
    found: ['cem'],
  })
  expect(await seen({ accounts: accounts.slice(1), contacts: [people.cem] })).toMatchObject({
    messages: [3],
    newest: [3],
    people: ['cem'],
  })
  expect(await seen({ accounts: accounts.slice(1), contacts: [people.ada] })).toMatchObject({
    messages: [],
    newest: [],
    people: [],
  })
  expect(await seen({ accounts: [], contacts: null })).toMatchObject({
    messages: [],
    conversations: 0,
    people: [],
    accounts: 0,
  })
})

test('what is out of reach is not found by its id, is not counted, and its words correct no search', async () => {
  await withScope({ workspaceId: workspace, reach: { accounts: accounts.slice(0, 1), contacts: null } }, async () => {
    const { db } = scoped
    expect(await getMessage(db, workspace, { messageId: messages[1] as MessageId })).toBe(null)
    expect(await getMessage(db, workspace, { messageId: messages[0] as MessageId })).not.toBe(null)
    expect(await getContact(db, workspace, { contactId: people.bob })).toBe(null)
    expect(
      (await getStats(db, workspace, { after: '2026-10-01T00:00:00Z', before: '2026-12-01T00:00:00Z' })).conversations,
    ).toBe(2)
    expect((await searchMessages(db, workspace, { q: 'umbrela' })).corrected).toEqual([])
    for (const name of ['search_words', 'audit', 'webhook_endpoints', 'erasures']) {
      expect((await scoped.pool.query(`select from ${name}`)).rowCount, name).toBe(0)
    }
  })
})
