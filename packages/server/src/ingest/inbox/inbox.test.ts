import { hash } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../testing/index.ts'
import { createInbox, type Inbox, type InboxOptions } from './inbox.ts'
import { InboxFullError, InboxUnavailableError } from './inbox-errors.ts'
import { insertRowsStatement, insertRowsValues } from './insert-rows.ts'

let database: TestDatabase
let inbox: Inbox
beforeEach(async () => {
  database = await createTestDatabase()
})
afterEach(async () => {
  await inbox.close()
  await database[Symbol.asyncDispose]()
})

function open(options: Partial<InboxOptions> = {}): Inbox {
  inbox = createInbox({ pool: database.pool, ...options })
  return inbox
}
const keep = (text: string, shard = 1) => inbox.commit(Buffer.from(text), 'cloud-api', shard)
async function bodies(): Promise<string[]> {
  const { rows } = await database.pool.query<{ body: Buffer }>('select body from inbox order by seq')
  return rows.map((row) => row.body.toString())
}

/** Holds the table, so that a batch is under way for as long as the returned function is not called. */
async function holdCommits(): Promise<() => Promise<void>> {
  const client = await database.pool.connect()
  await client.query('begin; lock table inbox in exclusive mode')
  return async () => {
    await client.query('commit')
    client.release()
  }
}
const waitFor = (condition: () => boolean | Promise<boolean>) => expect.poll(condition, { interval: 5 }).toBe(true)
const blocked = async () =>
  (
    await database.pool.query(
      `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
    )
  ).rowCount === 1

test('a body is stored with its hash, its bytes, its transport and its shard', async () => {
  const body = Buffer.from([0, 255, 128, 10, 92, 34, 0])
  expect(await open().commit(body, 'cloud-api', 5)).toBe('stored')
  const { rows } = await database.pool.query('select transport, shard, body_sha256, body, seq from inbox')
  expect(rows).toEqual([
    { transport: 'cloud-api', shard: 5, body_sha256: hash('sha256', body, 'buffer'), body, seq: 1 },
  ])
})

test('the same body is stored once: later, and twice within one batch', async () => {
  open()
  const twice = await Promise.all([keep('a'), keep('a'), keep('b')])
  expect(twice).toEqual(['stored', 'duplicate', 'stored'])
  expect(await keep('a')).toBe('duplicate')
  expect(await bodies()).toEqual(['a', 'b'])
})

test('the same body is a duplicate for 14 days, also across weekly partitions, and new after that', async () => {
  let now = new Date()
  const days = (n: number) => new Date(now.getTime() + n * 86_400_000)
  open({ now: () => now })
  expect(await keep('a')).toBe('stored')
  now = days(13)
  expect(await keep('a')).toBe('duplicate')
  now = days(2)
  expect(await keep('a')).toBe('stored')
})

test('all that wait while a batch commits go into the next one, in order of arrival', async () => {
  const batches: number[] = []
  open({ observe: { batch: ({ rows }) => batches.push(rows) } })
  const release = await holdCommits()
  const first = keep('first')
  await waitFor(blocked)
  const texts = Array.from({ length: 300 }, (_, i) => `body ${i}`)
  const rest = texts.map((text) => keep(text))
  await release()
  await Promise.all([first, ...rest])
  expect(batches).toEqual([1, 300])
  expect(await bodies()).toEqual(['first', ...texts])
})

test('the next batch leaves before the answers of the one before it are written', async () => {
  const events: string[] = []
  // Asked once for each batch, just before it leaves.
  const now = () => {
    events.push('batch')
    return new Date()
  }
  open({ now })
  const release = await holdCommits()
  const body = (name: string) => inbox.take(Buffer.from(name), 'cloud-api', 1, () => events.push(name))
  body('first')
  await waitFor(blocked)
  body('second')
  await release()
  await waitFor(() => events.includes('second'))
  expect(events).toEqual(['batch', 'batch', 'first', 'second'])
})

test('sockets have their turn between the answers of a large batch', async () => {
  const events: string[] = []
  open()
  const release = await holdCommits()
  const answered = (text: string) => inbox.take(Buffer.from(text), 'cloud-api', 1, () => events.push(text))
  answered('before')
  await waitFor(blocked)
  inbox.take(Buffer.from('first'), 'cloud-api', 1, () => setImmediate(() => events.push('a turn')))
  for (let i = 0; i < 100; i++) answered(`body ${i}`)
  await release()
  await waitFor(() => events.includes('body 99'))
  expect(events.indexOf('a turn')).toBeLessThan(events.indexOf('body 50'))
})

test('a batch has at most so many rows and so many bytes', async () => {
  const batches: number[] = []
  open({ maxBatchRows: 3, maxBatchBytes: 10, observe: { batch: ({ rows }) => batches.push(rows) } })
  await Promise.all(['a', 'b', 'c', 'd', '123456', '12345', '0123456789abcdef', 'e'].map((text) => keep(text)))
  expect(batches).toEqual([3, 2, 1, 1, 1])
})

test('a row that Postgres refuses fails alone', async () => {
  open()
  const results = await Promise.allSettled(
    Array.from({ length: 50 }, (_, i) => keep(`body ${i}`, i === 17 || i === 40 ? 70_000 : 1)),
  )
  const refused = results.flatMap((result, i) => (result.status === 'rejected' ? [i] : []))
  expect(refused).toEqual([17, 40])
  expect(await bodies()).toHaveLength(48)
})

test('a missing partition is made, and the body is stored', async () => {
  open({ now: () => new Date('2031-05-07T00:00:00Z') })
  expect(await keep('a')).toBe('stored')
})

test('refuses at once when too many rows or bytes wait, and takes more when there is room', async () => {
  open({ maxPendingRows: 3, maxPendingBytes: 100 })
  const release = await holdCommits()
  const waiting = [keep('a'), keep('b')]
  await expect(keep('x'.repeat(99))).rejects.toThrow(InboxFullError)
  waiting.push(keep('c'))
  await expect(keep('d')).rejects.toThrow(InboxFullError)
  expect(inbox.stats()).toEqual({ pendingRows: 3, pendingBytes: 3 })
  await release()
  expect(await Promise.all(waiting)).toEqual(['stored', 'stored', 'stored'])
  expect(inbox.stats()).toEqual({ pendingRows: 0, pendingBytes: 0 })
  expect(await keep('d')).toBe('stored')
})

test('a broken connection fails nobody: the batch is tried again on another', async () => {
  open()
  await keep('a')
  const release = await holdCommits()
  const waiting = keep('b')
  await waitFor(blocked)
  const cutAll = `select pg_terminate_backend(pid) from pg_stat_activity
    where wait_event_type = 'Lock' and datname = current_database()`
  await database.pool.query(cutAll)
  await release()
  expect(await waiting).toBe('stored')
})

test('when the database does not answer, all that wait fail, it is told once, and the next body works by itself', async () => {
  const told: string[] = []
  open({
    commitTimeoutMilliseconds: 300,
    maxBatchRows: 2,
    observe: { unavailable: () => told.push('unavailable'), recovered: () => told.push('recovered') },
  })
  await keep('before')
  const release = await holdCommits()
  const results = await Promise.allSettled(['a', 'b', 'c', 'd'].map((text) => keep(text)))
  for (const result of results) expect(result).toMatchObject({ reason: expect.any(InboxUnavailableError) })
  await expect(keep('e')).rejects.toThrow(InboxUnavailableError)
  expect(inbox.stats()).toEqual({ pendingRows: 0, pendingBytes: 0 })
  await release()
  expect(['stored', 'duplicate']).toContain(await keep('a'))
  expect(told).toEqual(['unavailable', 'recovered'])
})

test('two inboxes that get the same bodies in opposite order store each once', async () => {
  open()
  await using other = createInbox({ pool: database.pool })
  const texts = Array.from({ length: 400 }, (_, i) => `body ${i}`)
  const [here, there] = await Promise.all([
    Promise.all(texts.map((text) => keep(text))),
    Promise.all(texts.toReversed().map((text) => other.commit(Buffer.from(text), 'cloud-api', 1))),
  ])
  expect([...here, ...there].filter((outcome) => outcome === 'stored')).toHaveLength(400)
  expect((await bodies()).toSorted()).toEqual(texts.toSorted())
})

test('closing commits what waits and refuses what comes after', async () => {
  open()
  const waiting = keep('a')
  const closing = inbox.close()
  await expect(keep('b')).rejects.toThrow(InboxUnavailableError)
  await closing
  expect(await waiting).toBe('stored')
})

test('a listener hears of each commit that stored something', async () => {
  open()
  const heard: number[] = []
  const stop = inbox.onCommit((stored) => heard.push(stored))
  await Promise.all([keep('a'), keep('b')])
  await keep('a')
  stop()
  await keep('c')
  expect(heard).toEqual([2])
})

test('a number is drawn only when the transaction has its id', async () => {
  open()
  const probe = insertRowsStatement.replace(
    `nextval('inbox_seq')`,
    'case when pg_current_xact_id_if_assigned() is null then 0 else 1 end',
  )
  expect(probe).not.toBe(insertRowsStatement)
  const row = { transport: 't', shard: 0, sha256: '\0'.repeat(32), body: Buffer.from('b') }
  await database.pool.query(probe, insertRowsValues([row], new Date()))
  expect((await database.pool.query('select seq from inbox')).rows).toEqual([{ seq: 1 }])
})
