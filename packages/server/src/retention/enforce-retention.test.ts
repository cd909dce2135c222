import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensurePartitions } from '../store/partitions/ensure-partitions.ts'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { enforceRetention } from './enforce-retention.ts'

const now = new Date('2026-11-20T12:00:00Z')
const retentionDays = 30
const daysAgo = (days: number): Date => new Date(now.getTime() - days * 86_400_000)
let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  for (const days of [0, 20, 31, 60]) await ensurePartitions(database.pool, daysAgo(days))
  await database.pool.query(`insert into workspaces values (uuidv7(), 'one')`)
})
afterAll(() => database[Symbol.asyncDispose]())

async function storeBody(seq: number, at: Date, shard = 0): Promise<void> {
  const body = Buffer.from(`{"n":${seq}}`)
  await database.pool.query(`insert into inbox values ($1, $2, 'cloud-api', $3, $4, $5)`, [
    seq,
    at,
    shard,
    createHash('sha256').update(body).digest(),
    body,
  ])
}

async function storeMessage(wamid: string, at: Date): Promise<void> {
  await database.pool.query(
    `with m as (
       insert into messages (id, workspace_id, account_id, conversation_id, wamid, direction, type, content, sent_at,
         source, source_rank, fingerprint)
       select uuidv7(), w.id, '00000000-0000-7000-8000-000000000001', uuidv7(), $1, 'outbound', 'text', '{}', $2, 'live', 3, 'f'
       from workspaces w returning id, workspace_id)
     insert into statuses (message_id, status, workspace_id, at, fingerprint) select id, 'sent', workspace_id, $2, 'f' from m`,
    [wamid, at],
  )
}

const list = async (statement: string): Promise<unknown[]> =>
  (await database.pool.query<{ v: unknown }>(statement)).rows.map((row) => row.v)

test('lets go of what is older than the period, to the day, and of nothing else', async () => {
  await storeMessage('old', daysAgo(31))
  await storeMessage('young', daysAgo(29))
  await storeBody(1, daysAgo(60))
  await storeBody(2, daysAgo(31))
  await storeBody(3, daysAgo(29))
  await database.pool.query(`insert into inbox_cursors (shard, seq) values (0, 3)`)

  const report = await enforceRetention(database.pool, { now, retentionDays })

  expect(await list(`select wamid as v from messages`)).toEqual(['young'])
  expect(await list(`select count(*)::int as v from statuses`)).toEqual([1])
  expect(await list(`select seq as v from inbox order by seq`)).toEqual([3])
  expect(report.partitionsDropped.length).toBeGreaterThan(0)
  expect(report.rowsDeleted).toMatchObject({ messages: 1, inbox: 1 })
})

test('keeps a body that still waits for projection, however old', async () => {
  await ensurePartitions(database.pool, daysAgo(60))
  await storeBody(10, daysAgo(60), 1)
  await storeBody(11, daysAgo(61), 0)
  await enforceRetention(database.pool, { now, retentionDays })
  expect(await list(`select seq as v from inbox order by seq`)).toContain(10)
})

test('keeps the latest fact of a subject and lets older ones go', async () => {
  for (const [value, days] of [
    ['RED', 90],
    ['GREEN', 60],
  ] as const) {
    await database.pool.query(
      `insert into account_facts (id, workspace_id, field, subject, known, value, at, fingerprint)
       select uuidv7(), id, 'phone_number_quality_update', '1', true, to_jsonb($1::text), $2, $1 from workspaces`,
      [value, daysAgo(days)],
    )
  }
  await enforceRetention(database.pool, { now, retentionDays })
  expect(await list(`select value as v from account_facts`)).toEqual(['GREEN'])
})
