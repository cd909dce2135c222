import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../testing/index.ts'
import { createSeed } from '../../testing/seed-conversation.ts'
import type { Identity, StatusItem, StatusName } from '../../transports/inbound-item.ts'
import { countryOf } from './country-of.ts'
import { readPricing } from './pricing.ts'
import { projectCosts } from './project-costs.ts'

let database: TestDatabase
let place: { workspaceId: string; accountId: string }
beforeAll(async () => {
  database = await createTestDatabase()
  const seed = createSeed(database.pool)
  const workspaceId = await seed.workspace()
  place = { workspaceId, accountId: await seed.account(workspaceId) }
})
afterAll(() => database[Symbol.asyncDispose]())
beforeEach(() => database.pool.query('delete from message_costs'))

const regular = { billable: true, pricing_model: 'PMP', category: 'marketing', type: 'regular' }
const german: Identity[] = [{ kind: 'wa_id', value: '4915123456789' }]

function receipt(status: StatusName, second: number, more: Partial<StatusItem> = {}): StatusItem {
  const said = { status, second, ...more }
  return {
    kind: 'status',
    account: {},
    at: Date.UTC(2026, 10, 20, 23, 59, second),
    wamid: 'wamid.1',
    status,
    statusName: status,
    party: { identities: german },
    errors: [],
    pricing: regular,
    raw: JSON.parse(JSON.stringify(said)),
    ...more,
  } as StatusItem // its optional fields are not needed here
}

const say = (...items: StatusItem[]) =>
  projectCosts(
    { client: database.pool },
    items.map((item) => ({ item, seq: 1, ...place })),
  )
async function ledger() {
  const { rows } = await database.pool.query(
    `select at, failed, country, category, pricing_model, pricing_type, billable, rank from message_costs order by key`,
  )
  return rows
}

test('a message is in the ledger once, however often and in whatever order its receipts come', async () => {
  const receipts = [receipt('sent', 58), receipt('delivered', 59), receipt('read', 70), receipt('sent', 58)]
  const expected = [
    {
      at: new Date('2026-11-20T23:59:58Z'),
      failed: false,
      country: 'DE',
      category: 'marketing',
      pricing_model: 'PMP',
      pricing_type: 'regular',
      billable: true,
      rank: 4,
    },
  ]
  await say(...receipts)
  expect(await ledger()).toEqual(expected)
  await database.pool.query('delete from message_costs')
  for (const one of receipts.toReversed()) await say(one)
  expect(await ledger()).toEqual(expected)
})

test('the price of the furthest receipt counts, and one without a price takes nothing away', async () => {
  const free = { billable: false, pricing_model: 'PMP', category: 'SERVICE', type: 'free_customer_service' }
  await say(receipt('delivered', 59, { pricing: free }))
  await say(receipt('sent', 58), receipt('read', 60, { pricing: undefined }))
  expect(await ledger()).toMatchObject([{ category: 'service', billable: false }])
})

test('a failure is noted whether it comes before the price or after', async () => {
  const failure = receipt('failed', 59, { pricing: undefined })
  await say(failure)
  expect(await ledger()).toMatchObject([{ failed: true, category: null }])
  await say(receipt('sent', 58))
  expect(await ledger()).toMatchObject([{ failed: true, category: 'marketing', rank: 1 }])
  await database.pool.query('delete from message_costs')
  await say(receipt('sent', 58))
  await say(failure)
  expect(await ledger()).toMatchObject([{ failed: true, category: 'marketing', rank: 1 }])
})

test('in a group each member has a price of their own', async () => {
  const other: Identity[] = [{ kind: 'bsuid', value: 'BR.123' }]
  await say(
    receipt('delivered', 1, { groupId: 'g' }),
    receipt('delivered', 1, { groupId: 'g', party: { identities: other } }),
  )
  expect((await ledger()).map(({ country }) => country).toSorted()).toEqual(['BR', 'DE'])
})

test('the ledger names nobody: neither the phone nor the provider’s id, which holds it', async () => {
  await say(receipt('sent', 1, { wamid: 'wamid.NDkxNTEyMzQ1Njc4OQ' }))
  const { rows } = await database.pool.query('select to_jsonb(c)::text as row from message_costs c')
  expect(rows[0].row).not.toMatch(/15123456789|NDkxNTEy/)
})

test.each<[string, Identity[], string | null]>([
  ['a phone', [{ kind: 'phone', value: '+12125550123' }], 'US'],
  ['a phone before the prefix of a user id', [{ kind: 'bsuid', value: 'US.1' }, ...german], 'DE'],
  ['a user id', [{ kind: 'bsuid', value: 'IN.13491208655302741918' }], 'IN'],
  ['a number of no country', [{ kind: 'phone', value: '+80012345678' }], null],
])('the country of %s', (_what, identities, country) => {
  expect(countryOf({ identities }).country).toBe(country)
})

test.each([
  ['by message', regular, { category: 'marketing', model: 'PMP', type: 'regular', billable: true }],
  ['by conversation', { billable: true, pricing_model: 'CBP', category: 'utility' }, { type: null, billable: true }],
  ['a free type that does not say so', { category: 'service', type: 'free_entry_point' }, { billable: false }],
  ['nothing said of who pays', { category: 'utility' }, { billable: null }],
])('pricing %s', (_what, pricing, expected) => {
  expect(readPricing(pricing)).toMatchObject(expected)
})

test.each([[undefined], [null], ['regular'], [{ billable: true }], [{ category: 7 }]])(
  '%o is no pricing',
  (pricing) => {
    expect(readPricing(pricing)).toBeNull()
  },
)
