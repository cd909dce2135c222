import { afterAll, beforeAll, expect, test } from 'vitest'
import { insertRawBodies } from '../packages/server/src/ingest/project/insert-raw-bodies.case.ts'
import { startProjector } from '../packages/server/src/ingest/project/projector.ts'
import { createTestDatabase, type TestDatabase } from '../packages/server/src/testing/index.ts'
import { cloudApiReader } from '../packages/server/src/transports/cloud-api/read-webhook.ts'
import { sampleMorning } from '../packages/server/src/transports/cloud-api/sample-traffic.ts'
import { canonicalRows } from './projection/canonical-rows.ts'
import { emptyTables } from './projection/item-inbox.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

async function project(bodies: readonly string[], batchSize?: number): Promise<Record<string, unknown[]>> {
  await emptyTables(database.pool)
  await insertRawBodies(database.pool, bodies, (index) => index % 8)
  await using projector = startProjector({
    pool: database.pool,
    readers: { 'cloud-api': cloudApiReader },
    ...(batchSize === undefined ? {} : { batchSize }),
  })
  await projector.drain()
  return canonicalRows(database.pool)
}

test('a morning of real webhook shapes is projected whole, and backwards it gives the same rows', async () => {
  const bodies = sampleMorning({ now: Date.UTC(2026, 10, 20, 12), phoneNumberId: '100', businessAccountId: '1' }).map(
    ({ body }) => JSON.stringify(body),
  )
  const forwards = await project(bodies)
  expect(forwards.inbox_parked).toEqual([])
  for (const table of [
    'contacts',
    'conversations',
    'messages',
    'statuses',
    'reactions',
    'revisions',
    'media',
    'calls',
  ]) {
    expect(forwards[table]?.length, table).toBeGreaterThan(0)
  }
  expect(await project(bodies.toReversed(), 3)).toEqual(forwards)
})
