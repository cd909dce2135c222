import { expect, test } from 'vitest'
import { createTestDatabase } from '../testing/index.ts'
import { leaseSends } from './lease.ts'
import { addCustomers, makeDesk, queueMany } from './outbox.case.ts'
import { testCapabilities } from './scripted-transport.case.ts'

test('hundreds that were just queued, of which Postgres has no statistics yet, are leased in no time', async () => {
  await using database = await createTestDatabase()
  const desk = await makeDesk(database)
  await queueMany(database, desk, await addCustomers(database, desk, 600))
  const began = performance.now()
  const { sends } = await leaseSends(database.pool, {
    horizonMilliseconds: 150,
    leadMilliseconds: 0,
    holder: crypto.randomUUID(),
    leaseMilliseconds: 60_000,
    perAccount: () => 400,
    most: 1_000,
    capabilitiesOf: () => testCapabilities,
    transports: ['cloud-api'],
  })
  expect(sends).toHaveLength(12)
  // Some 20 ms. A plan that joins the queue with itself takes half a minute.
  expect(performance.now() - began).toBeLessThan(5_000)
})
