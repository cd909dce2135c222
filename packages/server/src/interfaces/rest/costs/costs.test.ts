import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CostRate } from '../../../store/queries/list-costs.ts'
import { createSeed } from '../../../testing/seed-conversation.ts'
import { createTestApp, type TestApp } from '../../../testing/test-app.ts'
import { registerListCosts } from './list.ts'

let server: TestApp
let headers: { authorization: string }
const rates: CostRate[] = []

beforeAll(async () => {
  server = await createTestApp(({ app, database }) => {
    registerListCosts(app, {
      db: database.db,
      costs: { file: true, rates, problems: ['line 7: "x" is no rate like 0.0691'] },
    })
  })
  headers = await server.headersOf('accounts:read')
  const seed = createSeed(server.database.pool)
  const here = { workspaceId: server.workspaceId, accountId: await seed.account(server.workspaceId) }
  const elsewhere = await seed.workspace()
  const there = { workspaceId: elsewhere, accountId: await seed.account(elsewhere) }
  await price(here, 3, { at: '2026-11-01T23:59:59Z', category: 'marketing', country: 'DE' })
  await price(here, 2, { at: '2026-11-02T00:00:00Z', category: 'marketing', country: 'DE' })
  await price(here, 4, { at: '2026-11-02T12:00:00Z', category: 'utility', country: null })
  await price(here, 5, { at: '2026-11-02T12:00:00Z', category: 'service', country: 'DE', billable: false })
  await price(here, 1, { at: '2026-11-02T12:00:00Z', category: 'marketing', country: 'FR', failed: true, rank: 1 })
  await price(here, 1, { at: '2026-11-02T12:00:00Z', category: 'marketing', country: 'FR', failed: true, rank: 3 })
  await price(here, 1, { at: '2026-11-02T12:00:00Z', category: null, country: 'FR', failed: true, rank: 0 })
  await price(here, 9, { at: '2026-12-02T00:00:00Z', category: 'marketing', country: 'DE' })
  await price(there, 7, { at: '2026-11-02T12:00:00Z', category: 'marketing', country: 'DE' })
})
afterAll(() => server[Symbol.asyncDispose]())

interface Priced {
  readonly at: string
  readonly category: string | null
  readonly country: string | null
  readonly billable?: boolean
  readonly failed?: boolean
  readonly rank?: number
}

async function price(
  { workspaceId, accountId }: { readonly workspaceId: string; readonly accountId: string },
  count: number,
  { at, category, country, billable = true, failed = false, rank = 3 }: Priced,
): Promise<void> {
  await server.database.pool.query(
    `insert into message_costs (key, workspace_id, account_id, at, category, country, billable, failed, rank, pricing_model, pricing_type)
     select gen_random_uuid(), $1, $2, $3, $4, $5, $6, $7, $8, 'PMP', 'regular' from generate_series(1, $9)`,
    [workspaceId, accountId, at, category, country, billable, failed, rank, count],
  )
}

const costs = async (query: string) => (await server.app.inject({ url: `/v1/costs?${query}`, headers })).json()
const november = 'from=2026-11-01&to=2026-11-30'

test('without a rate there are counts, by category, country and day, and no amount', async () => {
  rates.splice(0)
  const report = await costs(november)
  expect(report).toMatchObject({ groupBy: ['category', 'country', 'day'], rates: { file: true, rows: 0 } })
  const none = { amounts: [], unstated: 0 }
  expect(report.items).toEqual([
    {
      category: 'marketing',
      country: 'DE',
      day: '2026-11-01',
      messages: 3,
      billable: 3,
      free: 0,
      failed: 0,
      withoutRate: 3,
      ...none,
    },
    {
      category: 'marketing',
      country: 'DE',
      day: '2026-11-02',
      messages: 2,
      billable: 2,
      free: 0,
      failed: 0,
      withoutRate: 2,
      ...none,
    },
    {
      category: 'marketing',
      country: 'FR',
      day: '2026-11-02',
      messages: 2,
      billable: 1,
      free: 0,
      failed: 1,
      withoutRate: 1,
      ...none,
    },
    {
      category: 'service',
      country: 'DE',
      day: '2026-11-02',
      messages: 5,
      billable: 0,
      free: 5,
      failed: 0,
      withoutRate: 0,
      ...none,
    },
    {
      category: 'utility',
      country: null,
      day: '2026-11-02',
      messages: 4,
      billable: 4,
      free: 0,
      failed: 0,
      withoutRate: 4,
      ...none,
    },
  ])
  expect(report.total).toMatchObject({ messages: 16, billable: 10, free: 5, failed: 1, withoutRate: 10, amounts: [] })
})

test('rates hold from their day on, for their country before all others, and not where the country is unknown', async () => {
  const euro = { currency: 'EUR', from: '0001-01-01' }
  rates.splice(
    0,
    rates.length,
    { ...euro, category: 'marketing', country: 'DE', rate: '0.1' },
    { ...euro, category: 'marketing', country: 'DE', rate: '0.2', from: '2026-11-02' },
    { ...euro, category: 'marketing', country: '*', rate: '0.0001', currency: 'USD' },
    { ...euro, category: 'utility', country: '*', rate: '9' },
  )
  const { items, total } = await costs(`${november}&groupBy=category`)
  expect(items).toMatchObject([
    {
      category: 'marketing',
      messages: 7,
      amounts: [
        { currency: 'EUR', amount: '0.7' },
        { currency: 'USD', amount: '0.0001' },
      ],
      withoutRate: 0,
    },
    { category: 'service', amounts: [], withoutRate: 0 },
    { category: 'utility', amounts: [], withoutRate: 4 },
  ])
  expect(total).toMatchObject({ messages: 16, withoutRate: 4 })
})

test('what of the file of rates could not be used is in every report', async () => {
  expect((await costs(november)).rates.problems).toEqual(['line 7: "x" is no rate like 0.0691'])
})

test('one account alone, by account, model and type', async () => {
  const [row] = (await costs(`${november}&groupBy=account,model,type`)).items
  expect(row).toMatchObject({ model: 'PMP', type: 'regular', messages: 16 })
  expect((await costs(`${november}&accountId=${row.accountId}`)).total.messages).toBe(16)
  expect((await costs(`${november}&accountId=0190b0a0-0000-7000-8000-000000000000`)).total.messages).toBe(0)
})

test.each([
  ['a span that ends before it begins', 'from=2026-11-02&to=2026-11-01'],
  ['more than a year', 'from=2025-01-01&to=2026-11-01'],
  ['a day that is none', 'from=2026-02-30'],
  ['a group that is none', 'groupBy=person'],
  ['an unknown parameter', 'until=2026-11-01'],
])('%s is refused', async (_what, query) => {
  expect(await costs(query)).toMatchObject({ status: 400, code: 'invalid-request' })
})
