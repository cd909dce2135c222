import type { ContactId, Scope } from '@switchboard/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKey } from '../../../access/keys.ts'
import { type DatabaseHandle, openScopedDatabase } from '../../../store/database.ts'
import { createSeed, type Seed } from '../../../testing/seed-conversation.ts'
import { createTestApp, type TestApp } from '../../../testing/test-app.ts'
import { registerGetContact } from './get.ts'
import { registerListContacts } from './list.ts'
import { registerMerging } from './merging.ts'
import { registerUpdateContact } from './update.ts'

let server: TestApp
let scoped: DatabaseHandle
let seed: Seed
let all: Record<string, string>

beforeAll(async () => {
  server = await createTestApp(({ app, database }) => {
    // As in the product: what a route asks is held to the workspace, and reads to the reach.
    scoped = openScopedDatabase({ connectionString: database.connectionString })
    registerMerging(app, { ...scoped, onEvents() {} })
    registerGetContact(app, scoped)
    registerListContacts(app, scoped)
    registerUpdateContact(app, scoped)
  })
  seed = createSeed(server.database.pool)
  all = await server.headersOf('contacts:read', 'contacts:manage')
})
afterAll(async () => {
  await scoped[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

const get = async (url: string, headers = all) => (await server.app.inject({ url, headers })).json()
const post = async (url: string, payload: object = {}, headers = all) => {
  const response = await server.app.inject({ method: 'POST', url, headers, payload })
  return { status: response.statusCode, ...response.json() }
}
const patch = async (id: string, payload: object, headers = all) => {
  const response = await server.app.inject({ method: 'PATCH', url: `/v1/contacts/${id}`, headers, payload })
  return { status: response.statusCode, ...response.json() }
}

async function twoOfOnePerson() {
  const account = await seed.account(server.workspaceId)
  const number = () => `+4915${Math.floor(1e9 + Math.random() * 8e9)}`
  const people = [
    await seed.contact(server.workspaceId, { name: 'Ana Lima', phone: number() }),
    await seed.contact(server.workspaceId, { name: 'Ana B', phone: number(), username: 'ana' }),
  ] as const
  for (const [index, person] of people.entries()) {
    const conversation = await seed.conversation(server.workspaceId, account, person)
    await seed.message(conversation, { text: `of ${index}`, at: Date.UTC(2026, 0, 1 + index) })
  }
  return { account, first: people[0], second: people[1] }
}

test('a merge by hand joins everything of two contacts, says who did it, and can be undone', async () => {
  const { first, second } = await twoOfOnePerson()
  await patch(second, { customName: 'Ana from Lisbon', attributes: { plan: 'gold', city: 'Lisbon' } })
  await patch(first, { attributes: { plan: 'silver' } })
  const before = await get(`/v1/contacts/${first}`)
  const merged = await post(`/v1/contacts/${first}/merge`, { otherId: second })
  expect(merged).toMatchObject({
    ...{ status: 200, id: first, mergedFrom: [second], name: 'Ana from Lisbon' },
    attributes: { plan: 'silver', city: 'Lisbon' },
  })
  expect([merged.identities, merged.conversationIds].map((each) => each.length)).toEqual([4, 1])
  expect(await get(`/v1/contacts/${second}`)).toMatchObject({ id: first })
  const { items } = await get(`/v1/contacts/${second}/merges`)
  expect(items).toMatchObject([
    { survivorId: first, merged: { id: second, name: 'Ana from Lisbon' }, reason: [], undoneAt: null },
  ])
  expect(items[0].mergedBy).toBe('key:contacts:read contacts:manage')
  const undone = await post(`/v1/contacts/${first}/merges/${items[0].id}/undo`)
  expect(undone.items[0]).toMatchObject({ undoneBy: items[0].mergedBy, undoneAt: expect.any(String) })
  expect(await get(`/v1/contacts/${first}`)).toEqual(before)
  expect(await get(`/v1/contacts/${second}`)).toMatchObject({
    ...{ id: second, customName: 'Ana from Lisbon' },
    attributes: { plan: 'gold', city: 'Lisbon' },
  })
  expect(await post(`/v1/contacts/${first}/merges/${items[0].id}/undo`)).toMatchObject({ status: 409 })
  const { rows } = await server.database.pool.query(
    `select type, data->>'by' as by from events where contact_id = $1 and type like 'contact.%merged' order by seq`,
    [first],
  )
  expect(rows.map(({ type, by }) => [type, by])).toEqual([
    ['contact.merged', items[0].mergedBy],
    ['contact.unmerged', items[0].mergedBy],
  ])
})

test('into another one is the other way round, and the later merge is undone first', async () => {
  const { first, second } = await twoOfOnePerson()
  const third = await seed.contact(server.workspaceId, { name: 'Third' })
  expect(await post(`/v1/contacts/${first}/merge`, { intoId: second })).toMatchObject({ status: 200, id: second })
  // By the id that it had before.
  expect(await post(`/v1/contacts/${first}/merge`, { otherId: third })).toMatchObject({ status: 200, id: second })
  const { items } = await get(`/v1/contacts/${second}/merges`)
  expect(items.map(({ blockedBy }: { blockedBy: string | null }) => blockedBy)).toEqual([null, items[0].id])
  expect(await post(`/v1/contacts/${second}/merges/${items[1].id}/undo`)).toMatchObject({
    ...{ status: 409, code: 'conflict' },
    detail: expect.stringContaining(items[0].id),
  })
})

test('what cannot be joined is refused, and nothing changes', async () => {
  const { first, second } = await twoOfOnePerson()
  const nobody = '0190b0a0-0000-7000-8000-000000000000'
  const elsewhere = await seed.contact(await seed.workspace(), { name: 'Of others' })
  for (const [body, status] of [
    [{}, 400],
    [{ otherId: second, intoId: second }, 400],
    [{ otherId: first }, 409],
    [{ otherId: nobody }, 404],
    [{ otherId: elsewhere }, 404],
    [{ intoId: elsewhere }, 404],
  ] as const)
    expect((await post(`/v1/contacts/${first}/merge`, body)).status, JSON.stringify(body)).toBe(status)
  expect((await post(`/v1/contacts/${first}/merge`, { otherId: second }, await reading())).status).toBe(403)
  expect((await get(`/v1/contacts/${first}/merges`)).items).toEqual([])
})

const reading = () => server.headersOf('contacts:read')

test('a credential that reaches one of the two can neither join nor see the other', async () => {
  const { account, first, second } = await twoOfOnePerson()
  const other = await seed.account(server.workspaceId)
  const granted: Scope[] = ['contacts:read', 'contacts:manage']
  const narrow = async (reach: { contacts?: ContactId[]; accounts?: (typeof account)[] }) => ({
    authorization: `Bearer ${(await createKey(server.database.db, { workspaceId: server.workspaceId, name: 'narrow', scopes: granted, ...reach })).key}`,
  })
  const byContact = await narrow({ contacts: [first] })
  expect((await post(`/v1/contacts/${first}/merge`, { otherId: second }, byContact)).status).toBe(403)
  const byAccount = await narrow({ accounts: [other] })
  expect((await post(`/v1/contacts/${first}/merge`, { otherId: second }, byAccount)).status).toBe(404)
  const own = await seed.contact(server.workspaceId, { name: 'Own' })
  await seed.conversation(server.workspaceId, other, own)
  expect((await post(`/v1/contacts/${own}/merge`, { otherId: second }, byAccount)).status).toBe(404)
  expect((await get(`/v1/contacts?sort=name`, byAccount)).items.map(({ id }: { id: string }) => id)).toEqual([own])
})

test('probable duplicates are of one name, number or user name, without those that were taken apart', async () => {
  const number = '17612345678'
  const ids = [
    await seed.contact(server.workspaceId, { name: 'Zoë Quint', phone: `+49${number}` }),
    await seed.contact(server.workspaceId, { name: 'zoe quint' }),
    await seed.contact(server.workspaceId, { name: 'Somebody', phone: `+43${number}` }),
    await seed.contact(server.workspaceId, { name: 'Zoë Quint-Berger' }),
  ] as const
  const found = async () =>
    (await get(`/v1/contacts/${ids[0]}/duplicates`)).items.map((each: { contact: { id: string }; because: string }) => [
      each.contact.id,
      each.because,
    ])
  expect(await found()).toEqual([
    [ids[2], 'number'],
    [ids[1], 'name'],
  ])
  await post(`/v1/contacts/${ids[0]}/merge`, { otherId: ids[1] })
  const [merge] = (await get(`/v1/contacts/${ids[0]}/merges`)).items
  await post(`/v1/contacts/${ids[0]}/merges/${merge.id}/undo`)
  expect(await found()).toEqual([[ids[2], 'number']])
})

test('what people here write down is found, and is nobody else’s word', async () => {
  const id = await seed.contact(server.workspaceId, { name: 'Profile', phone: '+4915199887766' })
  expect(await patch(id, { customName: 'Wunschname', attributes: { size: 'XL', old: 'x' } })).toMatchObject({
    ...{ status: 200, name: 'Wunschname', profileName: 'Profile', attributes: { size: 'XL', old: 'x' } },
  })
  expect((await get('/v1/contacts?q=wunsch')).items).toMatchObject([{ id, customName: 'Wunschname' }])
  expect(await patch(id, { customName: null, attributes: { old: null } })).toMatchObject({
    ...{ name: 'Profile', customName: null, attributes: { size: 'XL' } },
  })
  for (const body of [{}, { optOut: true }, { source: 'x' }, { customName: '' }, { attributes: { size: '' } }])
    expect((await patch(id, body)).status, JSON.stringify(body)).toBe(400)
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key ${index}`, 'value']))
  expect(await patch(id, { attributes: many })).toMatchObject({ status: 400, code: 'invalid-request' })
  expect((await patch(id, { customName: 'No' }, await reading())).status).toBe(403)
})

test('a list is in the order and under the filters that are asked for, page by page', async () => {
  const workspaceId = await seed.workspace()
  const { key } = await createKey(server.database.db, {
    workspaceId,
    name: 'list',
    scopes: ['contacts:read', 'contacts:manage'],
  })
  const headers = { authorization: `Bearer ${key}` }
  const account = await seed.account(workspaceId)
  const names = ['Émile', 'emil', 'Zora', undefined, 'anna']
  const ids: ContactId[] = []
  for (const [index, name] of names.entries()) {
    const id = await seed.contact(workspaceId, name === undefined ? {} : { name })
    ids.push(id)
    if (index === 3) continue
    const conversation = await seed.conversation(workspaceId, account, id)
    await seed.message(conversation, { text: 'hello', at: Date.UTC(2026, 0, 10 - index) })
  }
  await patch(String(ids[2]), { optOut: true, source: 'a call' }, headers)
  const walk = async (query: string) => {
    const places: number[] = []
    for (let cursor = ''; ; ) {
      const page = await get(`/v1/contacts?limit=2&${query}${cursor && `&cursor=${cursor}`}`, headers)
      places.push(...page.items.map(({ id }: { id: ContactId }) => ids.indexOf(id)))
      if (page.nextCursor === null) return places
      cursor = page.nextCursor
    }
  }
  expect(await walk('sort=name')).toEqual([4, 1, 0, 2, 3])
  expect(await walk('sort=lastSeen')).toEqual([0, 1, 2, 4, 3])
  expect(await walk('sort=newest')).toEqual([4, 3, 2, 1, 0])
  expect(await walk('optedOut=true')).toEqual([2])
  expect(await walk('optedOut=false&sort=name')).toEqual([4, 1, 0, 3])
  expect(await walk(`accountId=${account}&q=emil&sort=name`)).toEqual([1, 0])
  expect(await walk('seenSince=2026-01-08T12:00:00Z&sort=name')).toEqual([1, 0])
  expect((await get('/v1/contacts?sort=name', headers)).items[3]).toMatchObject({ optOut: { source: 'a call' } })
})
