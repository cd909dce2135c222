import { createHash } from 'node:crypto'
import type { WorkspaceId } from '@switchboard/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensurePartitions } from '../store/partitions/ensure-partitions.ts'
import { filledAt, fillTables } from '../testing/fill-tables.ts'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { closeWorkspace } from './close-workspace.ts'
import { deleteWorkspaceRows } from './delete-workspace-rows.ts'
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

test('of a deleted workspace nothing is left but its audit, and of others everything', async () => {
  await using own = await createTestDatabase()
  const { pool } = own
  await ensurePartitions(pool, filledAt)
  await pool.query(`insert into workspaces (id, name, created_at) values (uuidv7(), 'first', '2020-01-01')`)
  const [gone, stays] = [
    '01960000-0000-7000-8000-00000000000a',
    '01960000-0000-7000-8000-00000000000b',
  ] as WorkspaceId[]
  if (!gone || !stays) throw new Error('two are named above')
  await fillTables(pool, { id: gone })
  const { rows: tables } = await pool.query<{ name: string }>(
    `select c.relname::text as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id'
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
  )
  const readable = await pool.query<{ name: string }>(
    `select relname::text as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
     and has_table_privilege('switchboard_app', oid, 'select')`,
  )
  await fillTables(pool, { id: stays, only: readable.rows.map(({ name }) => name) })
  const holding = async (id: string) => {
    const found = []
    for (const { name } of tables) {
      const { rowCount } = await pool.query(`select from ${name} where workspace_id = $1 limit 1`, [id])
      if (rowCount !== 0) found.push(name)
    }
    return found
  }
  const before = await holding(stays)
  expect([(await holding(gone)).length > 30, before.length > 25]).toEqual([true, true])
  const { rows } = await pool.query<{ name: string }>('select name from workspaces where id = $1', [gone])
  const name = rows[0]?.name ?? ''
  await expect(closeWorkspace(pool, { workspaceId: gone, name: 'another', by: null })).rejects.toMatchObject({
    code: 'invalid-request',
  })
  const first = await pool.query<{ id: WorkspaceId }>(`select id from workspaces where name = 'first'`)
  const firstId = first.rows[0]?.id
  if (!firstId) throw new Error('it was made above')
  await expect(closeWorkspace(pool, { workspaceId: firstId, name: 'first', by: null })).rejects.toMatchObject({
    code: 'conflict',
  })
  const people = ['owner', 'former owner', 'removed elsewhere']
  for (const id of people)
    await pool.query(`insert into auth."user" ("id", "name", "email", "emailVerified") values ($1, $1, $1, true)`, [id])
  await pool.query(
    `insert into members (workspace_id, user_id, role) values ($1, 'owner', 'owner'), ($1, 'former owner', 'admin'), ($1, 'removed elsewhere', 'viewer')`,
    [gone],
  )
  await pool.query(`insert into removed_members (workspace_id, user_id) values ($1, 'removed elsewhere')`, [firstId])
  await expect(closeWorkspace(pool, { workspaceId: gone, name, by: 'former owner' })).rejects.toMatchObject({
    code: 'forbidden',
  })
  await closeWorkspace(pool, { workspaceId: gone, name, by: 'owner' })
  // As somebody new they could come back to where they were removed.
  const kept = await pool.query('select "id" from auth."user" where "id" = any ($1)', [people])
  expect(kept.rows).toEqual([{ id: 'removed elsewhere' }])
  await expect(closeWorkspace(pool, { workspaceId: gone, name, by: null })).rejects.toMatchObject({ code: 'not-found' })
  expect(await deleteWorkspaceRows(pool, AbortSignal.abort())).toEqual([])
  expect(await Promise.all([deleteWorkspaceRows(pool), deleteWorkspaceRows(pool)])).toContainEqual([gone])
  expect(await holding(gone)).toEqual(['audit'])
  expect(await holding(stays)).toEqual(before)
  const left = await pool.query(
    `select id::text from workspaces union all select "id" from auth."user" union all select broadcast_id::text from broadcast_recipients
     union all select conversation_id::text from send_pair_pace order by 1`,
  )
  expect(left.rows.map(({ id }) => id)).not.toContain(gone)
})
