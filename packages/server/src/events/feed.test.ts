import type { Event, WorkspaceId } from '@switchboard/contract'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { createEventFeed, type EventFeed, type FeedOptions } from './feed.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

const newWorkspace = () => uuidv7() as WorkspaceId // a fresh id; the brand says which kind

/** As events/append.ts does: the transaction's id first, the numbers after it. */
const insert = `
  with x as materialized (select pg_current_xact_id() as xid)
  insert into events (seq, recorded_at, workspace_id, type, occurred_at, data)
  select nextval('events_seq'), now(), $1, $2, now(), jsonb_build_object('n', n)
  from x, generate_series(1, $3::int) n returning seq`

async function append(workspaceId: WorkspaceId, count = 1, type = 'message.received'): Promise<number[]> {
  const { rows } = await database.pool.query<{ seq: number }>(insert, [workspaceId, type, count])
  return rows.map(({ seq }) => seq)
}

async function withFeed(use: (feed: EventFeed) => Promise<void>, options: Partial<FeedOptions> = {}): Promise<void> {
  const feed = createEventFeed({ pool: database.pool, ...options })
  try {
    await use(feed)
  } finally {
    await feed.close()
  }
}

async function take(batches: AsyncIterable<readonly Event[]>, count: number): Promise<number[]> {
  const seqs: number[] = []
  for await (const batch of batches) {
    seqs.push(...batch.map(({ seq }) => seq))
    if (seqs.length >= count) break
  }
  return seqs
}

test('a subscriber gets what came after its seq, then what comes, and only of its workspace', async () => {
  const workspaceId = newWorkspace()
  const [first = 0, ...rest] = await append(workspaceId, 3)
  await withFeed(async (feed) => {
    const taken = take(feed.subscribe({ workspaceId, afterSeq: first }), 4)
    await expect.poll(() => feed.stats().subscribers).toBe(1)
    await append(newWorkspace(), 5)
    const late = await append(workspaceId, 2)
    expect(await taken).toEqual([...rest, ...late])
    expect(feed.stats().subscribers).toBe(0)
  })
})

test('without a seq a subscriber gets only what comes from now on', async () => {
  const workspaceId = newWorkspace()
  await append(workspaceId, 3)
  await withFeed(async (feed) => {
    const taken = take(feed.subscribe({ workspaceId }), 1)
    await expect.poll(() => feed.stats().head).toBeGreaterThan(0)
    const late = await append(workspaceId)
    expect(await taken).toEqual(late)
  })
})

test('only the types that were asked for are given', async () => {
  const workspaceId = newWorkspace()
  await withFeed(async (feed) => {
    const [start = 0] = await append(workspaceId)
    await append(workspaceId, 2, 'contact.created')
    const calls = await append(workspaceId, 1, 'call.updated')
    const wanted = { workspaceId, afterSeq: start, types: ['call.updated' as const] }
    expect(await take(feed.subscribe(wanted), 1)).toEqual(calls)
    expect((await feed.page({ ...wanted, limit: 10 })).map(({ seq }) => seq)).toEqual(calls)
  })
})

test('an event of a type that this version does not know is passed over', async () => {
  const workspaceId = newWorkspace()
  await withFeed(async (feed) => {
    const [start = 0] = await append(workspaceId, 1, 'something.newer')
    const next = await append(workspaceId)
    expect(await take(feed.subscribe({ workspaceId, afterSeq: start - 1 }), 1)).toEqual(next)
  })
})

test('a poke shows an event long before the poll would', async () => {
  const workspaceId = newWorkspace()
  await withFeed(
    async (feed) => {
      // Transactions of other test files may hold the log back for longer than one poke looks.
      const poking = setInterval(() => feed.poke(), 20)
      try {
        const taken = take(feed.subscribe({ workspaceId }), 1)
        await expect.poll(() => feed.stats().head, { timeout: 60_000 }).toBeGreaterThan(0)
        const seqs = await append(workspaceId)
        expect(await taken).toEqual(seqs)
      } finally {
        clearInterval(poking)
      }
    },
    { pollMilliseconds: 600_000 },
  )
})

test('a subscriber that fell behind what is in memory reads the rest from the database', async () => {
  const workspaceId = newWorkspace()
  const [start = 0] = await append(workspaceId)
  await withFeed(
    async (feed) => {
      const slow = feed.subscribe({ workspaceId, afterSeq: start })[Symbol.asyncIterator]()
      const seqs = await append(workspaceId, 10)
      const seen: number[] = (await slow.next()).value.map(({ seq }: Event) => seq)
      for (let round = 0; round < 40; round += 1) seqs.push(...(await append(workspaceId, 10)))
      feed.poke()
      await expect.poll(() => feed.stats().head).toBe(seqs.at(-1))
      while (seen.length < seqs.length) seen.push(...(await slow.next()).value.map(({ seq }: Event) => seq))
      expect(seen).toEqual(seqs)
      await slow.return?.(undefined)
    },
    { capacity: 20 },
  )
})

test('closing the feed ends its subscriptions', async () => {
  const feed = createEventFeed({ pool: database.pool })
  const taken = take(feed.subscribe({ workspaceId: newWorkspace() }), 1)
  await expect.poll(() => feed.stats().subscribers).toBe(1)
  await feed.close()
  expect(await taken).toEqual([])
})

test('its position is known at once, and whoever subscribes there gets what is committed afterwards, however late', async () => {
  const workspaceId = newWorkspace()
  const [before = 0] = await append(workspaceId)
  await withFeed(async (feed) => {
    expect(await feed.position()).toBe(before)
    const client = await database.pool.connect()
    await client.query('begin')
    const { rows } = await client.query<{ seq: number }>(insert, [workspaceId, 'message.received', 1])
    const overtaking = await append(workspaceId)
    const position = await feed.position()
    expect(position).toBe(before)
    await client.query('commit')
    client.release()
    expect(await take(feed.subscribe({ workspaceId, afterSeq: position }), 2)).toEqual([rows[0]?.seq, ...overtaking])
  })
})

test('a seq that was never drawn is not known', async () => {
  const [seq = 0] = await append(newWorkspace())
  await withFeed(async (feed) => {
    expect([await feed.knows(seq), await feed.knows(seq + 1_000_000)]).toEqual([true, false])
  })
})

/** Appends in transactions that overlap, commit late and out of order, and are rolled back now and then. */
async function writeConcurrently(workspaceId: WorkspaceId, writers: number, rounds: number): Promise<number[]> {
  const committed: number[] = []
  const write = async (writer: number): Promise<void> => {
    for (let round = 0; round < rounds; round += 1) {
      const client = await database.pool.connect()
      await client.query('begin')
      const { rows } = await client.query<{ seq: number }>(insert, [workspaceId, 'message.received', 1 + (round % 3)])
      await client.query('select pg_sleep($1)', [((round * 7 + writer * 5) % 11) / 1000])
      const kept = (round + writer) % 6 !== 0
      await client.query(kept ? 'commit' : 'rollback')
      client.release()
      if (kept) committed.push(...rows.map(({ seq }) => seq))
    }
  }
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)))
  return committed.toSorted((a, b) => a - b)
}

test('subscribers that reconnect at random, on two feeds, see every committed event once and in order', async () => {
  const workspaceId = newWorkspace()
  const [start = 0] = await append(workspaceId)
  const feeds = [createEventFeed({ pool: database.pool }), createEventFeed({ pool: database.pool, capacity: 8 })]
  let last = Infinity
  const follow = async (subscriber: number): Promise<number[]> => {
    const seen: number[] = []
    for (let connection = 0; (seen.at(-1) ?? 0) < last; connection += 1) {
      const feed = feeds[(subscriber + connection) % 2]
      const leaveAfter = 1 + ((subscriber * 13 + connection * 29) % 23)
      seen.push(...(await take(feed?.subscribe({ workspaceId, afterSeq: seen.at(-1) ?? start }) ?? none(), leaveAfter)))
    }
    return seen
  }
  const following = Array.from({ length: 4 }, (_, subscriber) => follow(subscriber))
  const committed = await writeConcurrently(workspaceId, 6, 40)
  // A subscriber waits for as many as it will take before it leaves; these let the last of them leave.
  last = committed.at(-1) ?? 0
  const closing = (await append(workspaceId, 30)).length
  for (const seen of await Promise.all(following)) {
    expect(seen.slice(0, committed.length)).toEqual(committed)
    expect(seen.length).toBeLessThanOrEqual(committed.length + closing)
  }
  await Promise.all(feeds.map((feed) => feed.close()))
})

async function* none(): AsyncGenerator<readonly Event[]> {}
