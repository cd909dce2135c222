import { expect, test } from 'vitest'
import { createTestDatabase } from '../../testing/index.ts'
import { dropPartitionsBefore } from './drop-partitions-before.ts'
import { ensurePartitions } from './ensure-partitions.ts'
import { listPartitions } from './list-partitions.ts'
import { weekOf, weekOfPartition } from './week.ts'

const insert = `insert into inbox (seq, received_at, transport, shard, body_sha256, body)
  values (nextval('inbox_seq'), $1, 'cloud-api', 0, $2, '\\x00') on conflict do nothing`

async function names(db: Parameters<typeof listPartitions>[0], table: 'inbox' | 'events') {
  return (await listPartitions(db, table)).map((partition) => partition.name)
}

test('a week begins on Monday 00:00 UTC', () => {
  expect(weekOf(new Date('2026-11-15T23:59:59.999Z')).from.toISOString()).toBe('2026-11-09T00:00:00.000Z')
  expect(weekOf(new Date('2026-11-16T00:00:00Z')).from.toISOString()).toBe('2026-11-16T00:00:00.000Z')
  expect(weekOf(new Date('1969-12-31T00:00:00Z')).from.toISOString()).toBe('1969-12-29T00:00:00.000Z')
  expect(weekOfPartition('inbox', 'inbox_p20261116')?.to.toISOString()).toBe('2026-11-23T00:00:00.000Z')
  expect(weekOfPartition('inbox', 'inbox_p20261117')).toBeUndefined()
  expect(weekOfPartition('inbox', 'events_p20261116')).toBeUndefined()
})

test('ten callers at once make each partition once', async () => {
  await using database = await createTestDatabase()
  const now = new Date('2031-05-07T12:00:00Z')
  const before = await names(database.pool, 'inbox')
  await Promise.all(Array.from({ length: 10 }, () => ensurePartitions(database.pool, now, 1)))
  for (const table of ['inbox', 'events'] as const) {
    const made = (await names(database.pool, table)).filter((name) => name.includes('_p2031'))
    expect(made).toEqual([`${table}_p20310428`, `${table}_p20310505`, `${table}_p20310512`])
  }
  expect(await names(database.pool, 'inbox')).toHaveLength(before.length + 3)
})

test('the second call changes nothing, also inside a transaction that goes on', async () => {
  await using database = await createTestDatabase()
  const client = await database.pool.connect()
  try {
    await client.query('begin')
    await ensurePartitions(client, new Date('2031-05-07'))
    await ensurePartitions(client, new Date('2031-05-07'))
    await client.query('rollback')
  } finally {
    client.release()
  }
  expect((await names(database.pool, 'inbox')).filter((name) => name.includes('_p2031'))).toEqual([])
})

test('a partition keeps a body once, by on conflict do nothing on the parent', async () => {
  await using database = await createTestDatabase()
  const now = new Date('2031-05-07T12:00:00Z')
  await ensurePartitions(database.pool, now, 0)
  const hash = Buffer.alloc(32, 1)
  expect((await database.pool.query(insert, [now, hash])).rowCount).toBe(1)
  expect((await database.pool.query(insert, [now, hash])).rowCount).toBe(0)
  expect((await database.pool.query(insert, [now, Buffer.alloc(32, 2)])).rowCount).toBe(1)
})

test('partitions are made while an insert is open', async () => {
  await using database = await createTestDatabase()
  const client = await database.pool.connect()
  try {
    await client.query('begin')
    await client.query(insert, [new Date(), Buffer.alloc(32, 3)])
    await ensurePartitions(database.pool, new Date('2031-05-07'), 0)
    await client.query('commit')
  } finally {
    client.release()
  }
  expect(await names(database.pool, 'inbox')).toContain('inbox_p20310505')
})

test('only partitions that are wholly older go', async () => {
  await using database = await createTestDatabase()
  await ensurePartitions(database.pool, new Date('2021-05-05T12:00:00Z'), 1)
  const sunday = new Date('2021-05-09T23:00:00Z')
  expect(await dropPartitionsBefore(database.pool, 'inbox', sunday)).toEqual(['inbox_p20210426'])
  const monday = new Date('2021-05-10T00:00:00Z')
  expect(await dropPartitionsBefore(database.pool, 'inbox', monday)).toEqual(['inbox_p20210503'])
  expect(await dropPartitionsBefore(database.pool, 'inbox', monday)).toEqual([])
  expect(await names(database.pool, 'events')).toContain('events_p20210426')
})

test('a drop waits until a reader of the table has ended, and lets others pass meanwhile', async () => {
  await using database = await createTestDatabase()
  await ensurePartitions(database.pool, new Date('2021-05-05T12:00:00Z'), 0)
  const reader = await database.pool.connect()
  try {
    await reader.query('begin')
    await reader.query('select count(*) from inbox')
    const dropping = dropPartitionsBefore(database.pool, 'inbox', new Date('2022-01-01'))
    // The reader ends after it: were it kept waiting, it would wait for ever.
    await database.pool.query(insert, [new Date(), Buffer.alloc(32, 4)])
    await reader.query('commit')
    expect(await dropping).toHaveLength(2)
  } finally {
    reader.release()
  }
})
