import type { WebhookEndpointId, WorkspaceId } from '@switchboard/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { createSeed } from '../testing/seed-conversation.ts'
import { disableEndpoint, enableEndpoint, updateEndpoint } from './change-endpoint.ts'
import { listDeliveries } from './deliveries.ts'
import { describeEndpoints } from './describe-endpoints.ts'
import { findEndpoint, toEndpoint } from './endpoint-row.ts'
import { openPost, startReceiver, tester } from './outgoing-webhooks.case.ts'
import { replayDelivery, replayRange } from './replay-webhooks.ts'

let database: TestDatabase
let workspaceId: WorkspaceId
beforeAll(async () => {
  database = await createTestDatabase()
  workspaceId = await createSeed(database.pool).workspace()
})
afterAll(() => database[Symbol.asyncDispose]())

const soon = { timeout: 60_000, interval: 20 }
const shown = async (id: WebhookEndpointId) => toEndpoint(await findEndpoint(database.pool, workspaceId, id))
const pausedFor = async (id: WebhookEndpointId) => Date.parse((await shown(id)).pausedUntil ?? '') - Date.now()

/** It was paused, and no request that left before is still to answer and pause it again. */
async function pauseOf(id: WebhookEndpointId): Promise<void> {
  await expect.poll(() => pausedFor(id), soon).toBeGreaterThan(28 * 60_000)
  const underWay = () => database.pool.query('select from webhook_deliveries where lease_id is not null')
  await expect.poll(async () => (await underWay()).rowCount, soon).toBe(0)
}

/** Makes what waits for its next attempt due. */
const hurry = () =>
  database.pool.query(
    `update webhook_deliveries set next_attempt_at = now() where state = 'pending' and lease_id is null and workspace_id = $1`,
    [workspaceId],
  )

test('an endpoint that answers 429 with Retry-After is left alone as a whole for so long', async () => {
  await using receiver = await startReceiver()
  await using post = openPost(database)
  post.start()
  receiver.answer = () => ({ status: 429, headers: { 'retry-after': '1800' } })
  const { id } = await post.endpoint(workspaceId, receiver.url)
  await post.append([{ workspaceId }])
  await expect.poll(() => receiver.received.length, soon).toBe(1)
  await pauseOf(id)
  await hurry()
  await post.append([{ workspaceId }])
  await expect
    .poll(async () => (await listDeliveries(database.pool, workspaceId, id, { limit: 9 })).length, soon)
    .toBe(2)
  expect(receiver.received).toHaveLength(1)
  expect(await describeEndpoints(database.connectionString)).toMatch(
    /^1 endpoint; 127\.0\.0\.1:\d+ asked for a pause until 2/,
  )
  // Still too much: whoever enables it or replays says that it goes on, and it is asked again.
  const enabled = await enableEndpoint(post.desk, workspaceId, id, 'missed', tester)
  expect(enabled).toMatchObject({ state: 'enabled', pausedUntil: null })
  await hurry()
  await expect.poll(() => receiver.received.length, soon).toBeGreaterThan(1)
  await pauseOf(id)
  const before = receiver.received.length
  const [delivery] = await listDeliveries(database.pool, workspaceId, id, { limit: 1 })
  if (delivery) await replayDelivery(post.desk, workspaceId, id, delivery.id)
  await expect.poll(() => receiver.received.length, soon).toBeGreaterThan(before)
  await pauseOf(id)
  const replayed = receiver.received.length
  await replayRange(post.desk, workspaceId, id, { afterSeq: 0, onlyFailed: false })
  await expect.poll(() => receiver.received.length, soon).toBeGreaterThan(replayed)
  await pauseOf(id)
  receiver.answer = () => ({ status: 200 })
  const moved = await updateEndpoint(post.desk, workspaceId, id, { url: `${receiver.url}/new` }, tester)
  expect(moved).toMatchObject({ failingSince: null, pausedUntil: null })
  await hurry()
  const states = async () =>
    (await listDeliveries(database.pool, workspaceId, id, { limit: 9 })).map(({ state }) => state)
  await expect.poll(states, soon).toEqual(['delivered', 'delivered'])
  await disableEndpoint(post.desk, workspaceId, id, 'a test')
  expect(await describeEndpoints(database.connectionString)).toMatch(
    /^1 endpoint; 127\.0\.0\.1:\d+ is disabled \(asked\)$/,
  )
})

test('enabled from now while it is paused, what waited is cancelled and what happened meanwhile is passed over', async () => {
  await using receiver = await startReceiver()
  await using post = openPost(database)
  const sender = post.start()
  receiver.answer = () => ({ status: 429, headers: { 'retry-after': '1800' } })
  const { id } = await post.endpoint(workspaceId, receiver.url)
  await post.append([{ workspaceId, data: { n: 1 } }])
  await expect.poll(() => receiver.received.length, soon).toBe(1)
  await pauseOf(id)
  // Nobody follows the log, so this does not become a delivery before it is passed over.
  await sender[Symbol.asyncDispose]()
  await post.append([{ workspaceId, data: { n: 2 } }])
  receiver.answer = () => ({ status: 200 })
  const enabled = await enableEndpoint(post.desk, workspaceId, id, 'now', tester)
  expect(enabled).toMatchObject({ state: 'enabled', pausedUntil: null, failingSince: null })
  // It is not paused any more: asked again, as a client does that heard no answer, it passes over nothing.
  await post.append([{ workspaceId, data: { n: 3 } }])
  await enableEndpoint(post.desk, workspaceId, id, 'now', tester)
  post.start()
  await expect.poll(() => receiver.received.length, soon).toBe(2)
  expect(JSON.parse(receiver.received[1]?.body ?? '').data.event.data).toEqual({ n: 3 })
  const states = async () =>
    (await listDeliveries(database.pool, workspaceId, id, { limit: 9 })).map(({ state }) => state)
  await expect.poll(states, soon).toEqual(['delivered', 'cancelled'])
})
