import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startProjector } from '../packages/server/src/ingest/project/projector.ts'
import { createTestDatabase, type TestDatabase } from '../packages/server/src/testing/index.ts'
import type { InboundItem } from '../packages/server/src/transports/inbound-item.ts'
import { canonicalRows } from './projection/canonical-rows.ts'
import { emptyTables, type ItemBody, insertBodies, itemReaders } from './projection/item-inbox.ts'
import { itemStreams } from './projection/item-stream.ts'

const long = process.env.SWITCHBOARD_FAULTS === '1'
const numRuns = long ? 2_000 : 150

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

async function project(bodies: readonly ItemBody[], projectors: number, batchSize: number): Promise<void> {
  await insertBodies(database.pool, bodies)
  await drain(projectors, batchSize)
}

async function drain(projectors: number, batchSize: number): Promise<void> {
  const running = Array.from({ length: projectors }, () =>
    startProjector({ pool: database.pool, readers: itemReaders, batchSize }),
  )
  await Promise.all(running.map((projector) => projector.drain()))
  await Promise.all(running.map((projector) => projector.stop()))
}

async function eventCount(): Promise<unknown> {
  const { rows } = await database.pool.query('select count(*)::int as n from events')
  return rows[0]
}

/** How the same items come a second time: in which order, how often, how many to a body, on which shard. */
interface Delivery {
  readonly seed: number
  readonly perBody: number
  readonly batchSize: number
  readonly shards: number
}
const deliveries: fc.Arbitrary<Delivery> = fc.record({
  seed: fc.integer({ min: 1, max: 2 ** 30 }),
  perBody: fc.integer({ min: 1, max: 5 }),
  batchSize: fc.constantFrom(1, 2, 7, 500),
  shards: fc.constantFrom(1, 8),
})

function redeliver(items: readonly InboundItem[], { seed, perBody, shards }: Delivery): ItemBody[] {
  let state = seed
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  const shuffled = items
    .flatMap((item) => (random() < 0.3 ? [item, item] : [item]))
    .map((item) => ({ item, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item)
  return Array.from({ length: Math.ceil(shuffled.length / perBody) }, (_, index) => ({
    items: shuffled.slice(index * perBody, (index + 1) * perBody),
    shard: index % shards,
    salt: index,
  }))
}

test(
  'any order, repetition and split of the same items, on two projectors, gives the same rows',
  async () => {
    await fc.assert(
      fc.asyncProperty(itemStreams(long ? 40 : 25), deliveries, async (items, delivery) => {
        await emptyTables(database.pool)
        await project(
          items.map((item, salt) => ({ items: [item], shard: 0, salt })),
          1,
          500,
        )
        const expected = await canonicalRows(database.pool)
        expect(expected.inbox_parked).toEqual([])
        await emptyTables(database.pool)
        const bodies = redeliver(items, delivery)
        await project(bodies, 2, delivery.batchSize)
        expect(await canonicalRows(database.pool)).toEqual(expected)

        const events = await eventCount()
        await project(
          bodies.map((body) => ({ ...body, salt: `again ${body.salt}` })),
          1,
          500,
        )
        expect(await canonicalRows(database.pool)).toEqual(expected)
        expect(await eventCount()).toEqual(events)
      }),
      {
        numRuns,
        interruptAfterTimeLimit: long ? 3_500_000 : 90_000,
        ...(process.env.SEED ? { seed: Number(process.env.SEED) } : {}),
      },
    )
  },
  long ? 3_600_000 : 120_000,
)
