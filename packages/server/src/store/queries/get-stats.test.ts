import { Account, Stats } from '@switchboard/contract'
import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../../testing/index.ts'
import { createSeed } from '../../testing/seed-conversation.ts'
import { getStats } from './get-stats.ts'
import { getAccount, listAccounts } from './list-accounts.ts'

const span = { after: '2026-01-01T00:00:00Z', before: '2026-02-01T00:00:00Z' }

test('counts by day, account, type and status, and how soon customers were answered', async () => {
  await using database = await createTestDatabase()
  const seed = createSeed(database.pool)
  const workspace = await seed.workspace()
  const account = await seed.account(workspace)
  const chat = await seed.conversation(workspace, account, await seed.contact(workspace))
  const other = await seed.conversation(workspace, await seed.account(workspace), await seed.contact(workspace))
  await seed.message(chat, { at: '2026-01-01T23:30:00Z' })
  await seed.message(chat, { at: '2026-01-01T23:40:00Z' })
  await seed.message(chat, { at: '2026-01-01T23:50:00Z', direction: 'outbound', status: 'read' })
  await seed.message(other, { at: '2026-01-02T10:00:00Z', content: { type: 'image' } })
  await seed.message(other, { at: '2026-02-01T00:00:00Z' })

  const stats = await getStats(database.db, workspace, span)
  expect(Stats.parse(stats)).toEqual(stats)
  expect(stats).toMatchObject({
    messages: { inbound: 3, outbound: 1, delivered: 1, failed: 0 },
    conversations: 2,
    byDay: [
      { date: '2026-01-01', inbound: 2, outbound: 1, delivered: 1, failed: 0, medianResponseSeconds: 1200 },
      { date: '2026-01-02', inbound: 1, outbound: 0, delivered: 0, failed: 0, medianResponseSeconds: null },
    ],
    byType: [
      { type: 'text', count: 3 },
      { type: 'image', count: 1 },
    ],
    byStatus: [{ status: 'read', count: 1 }],
    responseTime: { answered: 1, medianSeconds: 1200, p90Seconds: 1200 },
    calls: [],
  })
  expect((await getStats(database.db, workspace, { ...span, timeZone: 'Asia/Tokyo' })).byDay).toEqual([
    { date: '2026-01-02', inbound: 3, outbound: 1, delivered: 1, failed: 0, medianResponseSeconds: 1200 },
  ])
  expect((await getStats(database.db, workspace, { ...span, accountId: account })).byAccount).toEqual([
    { accountId: account, inbound: 2, outbound: 1, delivered: 1, failed: 0, medianResponseSeconds: 1200 },
  ])
  expect(await getStats(database.db, await seed.workspace(), span)).toMatchObject({
    messages: { inbound: 0, outbound: 0 },
    byDay: [],
    responseTime: null,
  })
})

test('accounts come with the latest fact of each subject, their own and their business account’s', async () => {
  await using database = await createTestDatabase()
  const seed = createSeed(database.pool)
  const workspace = await seed.workspace()
  const account = await seed.account(workspace)
  await seed.account(await seed.workspace())
  await database.pool.query(`update accounts set business_account_id = 'waba' where id = $1`, [account])
  const fact = (accountId: string | null, field: string, value: unknown, day: number) =>
    database.pool.query(
      `insert into account_facts (id, workspace_id, account_id, business_account_id, field, known, value, at, fingerprint)
       values ($1::uuid, $2, $3, 'waba', $4, true, $5, $6, $1::text)`,
      [uuidv7(), workspace, accountId, field, JSON.stringify(value), new Date(Date.UTC(2026, 0, day))],
    )
  await fact(account, 'phone_number_quality_update', { event: 'UPGRADE' }, 3)
  await fact(account, 'phone_number_quality_update', { event: 'DOWNGRADE' }, 2)
  await fact(null, 'account_update', { event: 'VERIFIED_ACCOUNT' }, 1)
  const accounts = await listAccounts(database.db, workspace)
  expect(accounts.map((item) => Account.parse(item))).toEqual(accounts)
  expect(accounts.map(({ id, facts }) => [id, facts])).toEqual([
    [
      account,
      [
        {
          field: 'phone_number_quality_update',
          subject: null,
          value: { event: 'UPGRADE' },
          at: '2026-01-03T00:00:00.000Z',
        },
        {
          field: 'account_update',
          subject: null,
          value: { event: 'VERIFIED_ACCOUNT' },
          at: '2026-01-01T00:00:00.000Z',
        },
      ],
    ],
  ])
  expect(await getAccount(database.db, await seed.workspace(), { accountId: account })).toBe(null)
})
