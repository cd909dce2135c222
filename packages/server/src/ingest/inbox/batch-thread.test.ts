import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../testing/index.ts'
import type { Batch } from './batch.ts'
import { createBatchThread } from './batch-thread.ts'
import { createInbox } from './inbox.ts'
import { InboxUnavailableError } from './inbox-errors.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase()
})
afterEach(() => database[Symbol.asyncDispose]())

const thread = (timeoutMilliseconds = 10_000) =>
  createBatchThread({ connectionString: database.connectionString, timeoutMilliseconds })

/** A batch of texts in memory that threads share. */
function batchOf(texts: readonly string[], shards = texts.map(() => 1)): Batch {
  const bodies = texts.map((text) => Buffer.from(text))
  const memory = Buffer.from(new SharedArrayBuffer(64 * 1024))
  memory.set(Buffer.concat(bodies))
  const lengths = bodies.map((body) => body.length)
  return { memory, lengths, transports: texts.map(() => 'cloud-api'), shards }
}
async function bodies(): Promise<string[]> {
  const { rows } = await database.pool.query<{ body: Buffer }>('select body from inbox order by seq')
  return rows.map((row) => row.body.toString())
}

test('stores what is in the shared memory, each body once', async () => {
  await using committer = thread()
  expect(await committer.commit(batchOf(['a', 'bb', 'ccc']))).toBe('all')
  expect(await committer.commit(batchOf(['d', 'bb', 'd', '']))).toEqual(['stored', 'duplicate', 'duplicate', 'stored'])
  expect(await bodies()).toEqual(['a', 'bb', 'ccc', 'd', ''])
})

test('what Postgres refuses fails alone, and says why', async () => {
  await using committer = thread()
  const outcomes = await committer.commit(batchOf(['a', 'b', 'c'], [1, 70_000, 1]))
  const refused = { error: expect.objectContaining({ message: expect.stringContaining('70000') }) }
  expect(outcomes).toEqual(['stored', refused, 'stored'])
  expect(await bodies()).toEqual(['a', 'c'])
})

test('a database that does not answer is unavailable, and the next batch works by itself', async () => {
  await using committer = thread(300)
  await committer.commit(batchOf(['before']))
  const client = await database.pool.connect()
  await client.query('begin; lock table inbox in exclusive mode')
  await expect(committer.commit(batchOf(['a']))).rejects.toThrow(InboxUnavailableError)
  await client.query('rollback')
  client.release()
  await expect.poll(() => committer.commit(batchOf(['b'])).catch(String), { timeout: 20_000 }).not.toMatch(/not answer/)
  expect(await bodies()).toEqual(expect.arrayContaining(['before', 'b']))
})

test('a thread that ends fails its batch as unavailable; the next batch has another', async () => {
  await using committer = thread()
  // More than the thread's heap may hold.
  const endless = { ...batchOf([]), transports: Array.from({ length: 2_000_000 }, (_, n) => `transport ${n}`) }
  await expect(committer.commit(endless)).rejects.toThrow(InboxUnavailableError)
  expect(await committer.commit(batchOf(['a']))).toBe('all')
})

test('a body larger than the memory of a batch is stored alone, and those around it as well', async () => {
  await using inbox = createInbox({ committer: thread(), maxBatchBytes: 1_000 })
  const texts = ['first', 'x'.repeat(100_000), 'y'.repeat(999), 'last']
  const kept = texts.map((text) => inbox.commit(Buffer.from(text), 'cloud-api', 1))
  expect(await Promise.all(kept)).toEqual(['stored', 'stored', 'stored', 'stored'])
  expect(await bodies()).toEqual(texts)
})

test('a batch of many goes beside one that is under way; a few bodies wait for it', async () => {
  const batches: number[] = []
  await using inbox = createInbox({ committer: thread(), observe: { batch: ({ rows }) => batches.push(rows) } })
  const keep = (text: string) => inbox.commit(Buffer.from(text), 'cloud-api', 1)
  const client = await database.pool.connect()
  await client.query('begin; lock table inbox in exclusive mode')
  const writing = (count: number) =>
    expect
      .poll(async () => (await database.pool.query(writersStatement)).rows, { timeout: 20_000 })
      .toEqual([{ count }])
  const kept = [keep('first')]
  await writing(1)
  kept.push(...Array.from({ length: 31 }, (_, n) => keep(`few ${n}`)))
  await new Promise(setImmediate)
  await writing(1)
  kept.push(keep('one more'))
  await writing(2)
  kept.push(keep('late'))
  await client.query('rollback')
  client.release()
  expect(new Set(await Promise.all(kept))).toEqual(new Set(['stored']))
  expect(batches.toSorted((a, b) => a - b)).toEqual([1, 1, 32])
})
const writersStatement = `select count(*)::int from pg_stat_activity
  where wait_event_type = 'Lock' and application_name = 'switchboard inbox' and datname = current_database()`

test('whoever never had a batch has nothing to close', async () => {
  const committer = thread()
  await committer[Symbol.asyncDispose]()
  expect(await bodies()).toEqual([])
})
