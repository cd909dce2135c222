import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../../testing/index.ts'
import type { InboundItem } from '../inbound-item.ts'
import { body, change, customer, fromCustomer, timestamp } from './fixtures/envelope.case.ts'
import { factBody, factFixtures } from './fixtures/facts.case.ts'
import { messageFixtures } from './fixtures/messages.case.ts'
import { bodyFixtures } from './fixtures/values.case.ts'
import { mutateBody, mutations } from './mutate-body.case.ts'
import { cloudApiReader } from './read-webhook.ts'

const receivedAt = Date.UTC(2026, 5, 1)
const bodies = [...Object.values(bodyFixtures), ...factFixtures.map(([field, , value]) => factBody(field, value))]
const anyFixture = fc.constantFrom(...bodies)

function read(value: unknown): readonly InboundItem[] {
  return cloudApiReader.readWebhook(value, receivedAt).items
}

/** Throws at what Postgres or JSON could not hold. */
function expectStorable(value: unknown): void {
  if (typeof value === 'string' && (!value.isWellFormed() || value.includes('\0')))
    throw new Error(`bad text ${JSON.stringify(value)}`)
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`bad number ${String(value)}`)
  if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') throw new Error('not JSON')
  if (typeof value !== 'object' || value === null) return
  for (const [key, child] of Object.entries(value)) {
    expectStorable(key)
    expectStorable(child)
  }
}

const indexed = /^(wamid|targetWamid|groupId|providerCallId|field|subject|category|statusName|eventName|change)$/

/** What an index holds must fit one: 2.7 KB, at four bytes a character. */
function expectIndexable(item: InboundItem): void {
  const parties = [
    ...('party' in item && item.party ? [item.party] : []),
    ...(item.kind === 'identity-change' ? [item.previous, item.current] : []),
    ...(item.kind === 'group' ? [...item.joined, ...item.left] : []),
  ]
  const keys = [
    ...parties.flatMap(({ identities }) => identities.map(({ value }) => value)),
    ...Object.entries(item).flatMap(([key, value]) =>
      indexed.test(key) || (item.kind === 'preference' && key === 'value') ? [value] : [],
    ),
    ...Object.values(item.account),
  ]
  for (const key of keys)
    if (typeof key === 'string' && key.length > 500) throw new Error(`too long: ${key.slice(0, 80)}…`)
  for (const { identities } of parties) expect(identities.length).toBeGreaterThan(0)
}

function expectSound(items: readonly InboundItem[]): void {
  expect(items.length).toBeGreaterThan(0)
  for (const item of items) {
    expectStorable(item)
    expectIndexable(item)
    if (!(Number.isInteger(item.at) && item.at >= 0 && item.at < Date.UTC(10_000, 0)))
      throw new Error(`bad time ${item.at}`)
  }
}

test('any JSON value reads into sound items', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => expectSound(read(value))),
    { numRuns: 500 },
  )
})

test('any value of any field reads into sound items', () => {
  const field = fc.constantFrom('messages', 'calls', 'history', 'smb_message_echoes', 'user_preferences', 'x', 'flows')
  const key = fc.constantFrom(
    ...['messages', 'statuses', 'calls', 'contacts', 'errors', 'history', 'groups', 'message_echoes', 'state_sync'],
    ...['user_preferences', 'user_id_update', 'metadata'],
  )
  const value = fc.dictionary(key, fc.oneof(fc.jsonValue({ maxDepth: 4 }), fc.array(fc.jsonValue({ maxDepth: 3 }))))
  fc.assert(
    fc.property(field, value, (name, content) => expectSound(read(body(change(name, content))))),
    { numRuns: 1000 },
  )
})

test('a mutated body reads into sound items, the same ones each time', () => {
  fc.assert(
    fc.property(anyFixture, mutations(), (fixture, list) => {
      const mutated = mutateBody(fixture, list)
      const items = read(mutated)
      expectSound(items)
      expect(JSON.stringify(read(mutated))).toBe(JSON.stringify(items))
    }),
    { numRuns: 3000 },
  )
})

const message = fc.constantFrom(...Object.values(messageFixtures))

test('what is wrong with one message never costs its neighbours, and it is kept itself', () => {
  const neighbour = (id: string) => ({ from: '15550100142', id, timestamp, type: 'text', text: { body: id } })
  fc.assert(
    fc.property(message, mutations(), (fixture, list) => {
      const victim = mutateBody(fromCustomer({ ...fixture }), list)
      if (victim === undefined || victim === null) return
      const messages = [neighbour('wamid.before'), victim, neighbour('wamid.after')]
      const items = read(body(change('messages', { contacts: [customer], messages })))
      const whole = items.filter((item) => item.kind === 'message' && /^wamid\.(before|after)$/.test(item.wamid))
      expect(whole.map((item) => item.kind === 'message' && item.content)).toEqual([
        { type: 'text', text: 'wamid.before' },
        { type: 'text', text: 'wamid.after' },
      ])
      expect(items.filter((item) => item.kind !== 'contact').length).toBeGreaterThanOrEqual(3)
    }),
    { numRuns: 2000 },
  )
})

test('what is wrong with one entry or change never costs the others', () => {
  const intact = body(change('messages', { messages: [fromCustomer({ type: 'text', text: { body: 'intact' } })] })) as {
    entry: { changes: unknown[] }[]
  }
  const alone = JSON.stringify(read(intact))
  fc.assert(
    fc.property(anyFixture, mutations(), fc.boolean(), (fixture, list, asEntry) => {
      const entry = (mutateBody((fixture as { entry: unknown[] }).entry[0], list) ?? null) as {
        changes?: unknown[]
      } | null
      const changes = Array.isArray(entry?.changes) ? entry.changes : [entry]
      const all = asEntry
        ? { object: 'whatsapp_business_account', entry: [entry, ...intact.entry] }
        : { ...intact, entry: [{ ...intact.entry[0], changes: [...changes, ...(intact.entry[0]?.changes ?? [])] }] }
      expect(JSON.stringify(read(all).slice(-1))).toBe(alone)
    }),
    { numRuns: 1000 },
  )
})

test('Postgres takes every item of mutated bodies', async () => {
  await using database = await createTestDatabase()
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(anyFixture, mutations()), { minLength: 50, maxLength: 50 }), async (pairs) => {
      const items = pairs.map(([fixture, list]) => JSON.stringify(read(mutateBody(fixture, list))))
      await database.pool.query('select count(x::jsonb) from unnest($1::text[]) x', [items])
    }),
    { numRuns: 20 },
  )
})
