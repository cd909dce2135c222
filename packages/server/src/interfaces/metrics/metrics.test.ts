import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEventFeed } from '../../events/feed.ts'
import { createMetrics, observeInbox } from '../../metrics/metrics.ts'
import { observeSending } from '../../metrics/observe-sending.ts'
import { observeState } from '../../metrics/observe-state.ts'
import { getSendBacklog } from '../../store/queries/get-send-backlog.ts'
import { createTestApp, type TestApp } from '../../testing/test-app.ts'
import { registerMe } from '../rest/me/get.ts'
import { registerMetrics } from './metrics.ts'

let server: TestApp
let failing = false
beforeAll(async () => {
  const metrics = createMetrics()
  server = await createTestApp(({ app, database }) => {
    registerMetrics(app, { metrics })
    registerMe(app)
    observeState(metrics, {
      feed: createEventFeed({ pool: database.pool }),
      pool: database.pool,
      inbox: { stats: () => ({ pendingRows: 3, pendingBytes: 300 }) },
      projector: {
        stats: () => ({
          projected: 40,
          parked: 1,
          items: 90,
          unsupported: 2,
          events: 80,
          batches: 4,
          waitingForDatabase: false,
        }),
      },
      projectionLag: () =>
        failing ? Promise.reject(new Error('gone')) : Promise.resolve({ pending: 7, lagSeconds: 1.5, parked: 2 }),
    })
    observeSending(metrics, {
      sends: () => ({ accepted: 9, failed: 2, unknown: 1, again: 3 }),
      deliveries: () => ({ delivered: 5, failed: 4 }),
      backlog: () => getSendBacklog(database.pool),
    })
  })
  observeInbox(metrics).batch({ rows: 5, stored: 4, milliseconds: 2 })
})
afterAll(() => server[Symbol.asyncDispose]())

async function scrape(): Promise<string[]> {
  return (await server.app.inject('/metrics')).body.split('\n')
}

test('what is counted and what is looked at are both in the answer', async () => {
  await server.app.inject('/v1/me')
  await server.app.inject('/made/up/address')
  const lines = await scrape()
  for (const line of [
    'switchboard_inbox_bodies_total{outcome="stored"} 4',
    'switchboard_inbox_bodies_total{outcome="duplicate"} 1',
    'switchboard_http_request_seconds_count{method="GET",route="/v1/me",status="401"} 1',
    'switchboard_http_request_seconds_count{method="GET",route="unknown",status="404"} 1',
    'switchboard_inbox_waiting_bodies 3',
    'switchboard_projected_bodies_total 40',
    'switchboard_events_total 80',
    'switchboard_projector_waiting 0',
    'switchboard_projection_pending 7',
    'switchboard_projection_lag_seconds 1.5',
    'switchboard_inbox_parked 2',
    'switchboard_event_subscribers 0',
    'switchboard_sends_total{outcome="unknown"} 1',
    'switchboard_webhook_deliveries_total{outcome="delivered"} 5',
    'switchboard_outbox_queued 0',
    'switchboard_outbox_lag_seconds 0',
    'switchboard_approvals_pending 0',
    'switchboard_webhook_deliveries_pending 0',
  ]) {
    expect(lines).toContain(line)
  }
  expect(lines.some((line) => line.startsWith('process_resident_memory_bytes '))).toBe(true)
})

test('without a database the rest is still given', async () => {
  failing = true
  // Past the moment for which one scrape's answer is shared.
  await expect.poll(scrape).toContain('switchboard_projection_pending Nan')
  expect(await scrape()).toContain('switchboard_inbox_waiting_bodies 3')
})

test('who comes from elsewhere, or through a proxy here, needs the scope of it', async () => {
  const from = (remoteAddress: string, headers: Record<string, string> = {}) =>
    server.app.inject({ url: '/metrics', remoteAddress, headers })
  expect((await from('192.0.2.7')).statusCode).toBe(401)
  expect((await from('127.0.0.1', { 'x-forwarded-for': '192.0.2.7' })).statusCode).toBe(401)
  expect((await from('192.0.2.7', await server.headersOf('events:read'))).statusCode).toBe(403)
  expect((await from('192.0.2.7', await server.headersOf('metrics:read'))).statusCode).toBe(200)
})
