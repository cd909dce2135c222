import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../testing/index.ts'
import { createSettledWatermark } from './settled-watermark.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await database.pool.query('create table log (seq bigint primary key)')
})
afterAll(() => database[Symbol.asyncDispose]())
beforeEach(() => database.pool.query('truncate log; drop sequence if exists log_seq; create sequence log_seq'))

/** What every writer of a log does: the transaction's id first, the number after it. */
const append = `
  with x as materialized (select pg_current_xact_id() as xid)
  insert into log (seq) select nextval('log_seq') from x returning seq`

async function begin(): Promise<pg.PoolClient> {
  const client = await database.pool.connect()
  await client.query('begin')
  return client
}
async function end(client: pg.PoolClient, how: 'commit' | 'rollback'): Promise<void> {
  await client.query(how)
  client.release()
}

/** Every test file shares one Postgres, whose other databases' writers hold a watermark back for a moment too. */
async function settlesAt(watermark: { settled(q: pg.Pool): Promise<number> }, expected: number): Promise<void> {
  await expect.poll(() => watermark.settled(database.pool), { timeout: 60_000, interval: 5 }).toBe(expected)
}

test('an unused sequence is settled at 0, and what is committed settles', async () => {
  const watermark = createSettledWatermark('log_seq')
  expect(await watermark.settled(database.pool)).toBe(0)
  await database.pool.query(append)
  await settlesAt(watermark, 1)
})

test('a higher number that commits first is held back until the lower one has ended', async () => {
  const watermark = createSettledWatermark('log_seq')
  await database.pool.query(append)
  await settlesAt(watermark, 1)
  const slow = await begin()
  await slow.query(append)
  await database.pool.query(append)
  for (let i = 0; i < 20; i += 1) expect(await watermark.settled(database.pool)).toBe(1)
  await end(slow, 'commit')
  await settlesAt(watermark, 3)
})

test('the writer with the newest transaction id of all is seen, though no snapshot lists it', async () => {
  const slow = await begin()
  await slow.query(append)
  // Nothing completes after the writer drew its id: xmin = xmax in every snapshot.
  const watermark = createSettledWatermark('log_seq')
  expect(await watermark.settled(database.pool)).toBe(0)
  await end(slow, 'commit')
  await settlesAt(watermark, 1)
})

test('a rollback leaves a gap that settles', async () => {
  const watermark = createSettledWatermark('log_seq')
  const doomed = await begin()
  await doomed.query(append)
  await database.pool.query(append)
  expect(await watermark.settled(database.pool)).toBe(0)
  await end(doomed, 'rollback')
  await settlesAt(watermark, 2)
})

test('writers that start after a hanging one settle as soon as it ends, and numbers before it stay settled', async () => {
  const watermark = createSettledWatermark('log_seq')
  const hanging = await begin()
  await hanging.query(append)
  for (let i = 0; i < 100; i += 1) {
    await database.pool.query(append)
    expect(await watermark.settled(database.pool)).toBe(0)
  }
  await end(hanging, 'commit')
  await settlesAt(watermark, 101)
})

test('an idle reader uses up no transaction ids', async () => {
  const watermark = createSettledWatermark('log_seq')
  await database.pool.query(append)
  await settlesAt(watermark, 1)
  const client = await database.pool.connect()
  const queries: unknown[] = []
  const spied = {
    query: async (text: string) => {
      const results = await client.query(text)
      queries.push((results as unknown as pg.QueryResult[])[1]?.rows[0])
      return results
    },
  }
  await watermark.settled(spied as unknown as pg.PoolClient)
  client.release()
  expect(queries).toEqual([{ last: 1, before: null }])
})

test('refuses a transaction that has already written', async () => {
  const client = await begin()
  await client.query(append)
  await expect(createSettledWatermark('log_seq').settled(client)).rejects.toThrow('already written')
  await end(client, 'rollback')
})

test('a reader that follows the watermark misses nothing while eight writers commit in any order', async () => {
  const watermark = createSettledWatermark('log_seq')
  const seen: number[] = []
  let cursor = 0
  let writing = true
  const committed: number[] = []
  const write = async (writer: number): Promise<void> => {
    for (let i = 0; i < 60; i += 1) {
      const client = await begin()
      const { rows } = await client.query<{ seq: number }>(append)
      if ((i + writer) % 3 === 0) await client.query('select pg_sleep(0.004)')
      const kept = (i + writer) % 7 !== 0
      await end(client, kept ? 'commit' : 'rollback')
      if (kept && rows[0]) committed.push(rows[0].seq)
    }
  }
  const follow = async (): Promise<void> => {
    for (;;) {
      const last = !writing
      const settled = await watermark.settled(database.pool)
      const { rows } = await database.pool.query<{ seq: number }>(
        'select seq from log where seq > $1 and seq <= $2 order by seq',
        [cursor, settled],
      )
      seen.push(...rows.map((row) => row.seq))
      cursor = settled
      if (last && cursor === 480) return
    }
  }
  const following = follow()
  await Promise.all(Array.from({ length: 8 }, (_, writer) => write(writer)))
  writing = false
  await following
  expect(seen).toEqual(committed.toSorted((a, b) => a - b))
})
