import { HealthHistory, Status } from '@switchboard/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sampleHealth } from '../../../store/queries/sample-health.ts'
import { createSeed } from '../../../testing/seed-conversation.ts'
import { createTestApp, type TestApp } from '../../../testing/test-app.ts'
import { registerStatus } from './index.ts'

let server: TestApp

beforeAll(async () => {
  server = await createTestApp(({ app, database }) => registerStatus(app, database))
})
afterAll(() => server[Symbol.asyncDispose]())

test('the status tells of the numbers of one’s own workspace: when they were last heard of and how fast they may send', async () => {
  const seed = createSeed(server.database.pool)
  const account = await seed.account(server.workspaceId)
  await seed.account(await seed.workspace())
  const chat = await seed.conversation(server.workspaceId, account, await seed.contact(server.workspaceId))
  await server.database.pool.query('update conversations set last_inbound_at = $2 where id = $1', [
    chat,
    '2026-11-20T10:00:00Z',
  ])
  await server.database.pool.query('update accounts set send_rate = 40 where id = $1', [account])
  const headers = await server.headersOf('accounts:read')
  const status = Status.parse((await server.app.inject({ url: '/v1/status', headers })).json())
  expect(status.accounts).toMatchObject([
    { accountId: account, lastInboundAt: '2026-11-20T10:00:00.000Z', messagesPerSecond: 40, slowedTo: null, queued: 0 },
  ])
  expect(status.sending).toMatchObject({ queued: 0, unknown: 0, approvals: 0 })
})

test('a sample counts what came since the one before, and what is older than a week is forgotten', async () => {
  const { pool } = server.database
  await sampleHealth(pool, 8)
  const event = (type: string) =>
    pool.query(
      `with x as materialized (select pg_current_xact_id())
       insert into events (seq, recorded_at, workspace_id, type, occurred_at, data)
       select nextval('events_seq'), now(), $1, $2, now(), '{}' from x`,
      [server.workspaceId, type],
    )
  await event('message.accepted')
  await event('message.received')
  await event('message.accepted')
  await pool.query(
    `insert into inbox (seq, received_at, transport, shard, body_sha256, body)
     values (nextval('inbox_seq'), now(), 'cloud-api', 3, sha256('a'), 'a')`,
  )
  await pool.query(`insert into health_samples select now() - interval '8 days', 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0`)
  await sampleHealth(pool, 8)
  const { rows } = await pool.query('select received, sent from health_samples order by at')
  expect(rows).toEqual([
    { received: 0, sent: 0 },
    { received: 1, sent: 2 },
  ])
  const headers = await server.headersOf('metrics:read')
  const answer = await server.app.inject({ url: '/v1/status/history?hours=1', headers })
  const { items } = HealthHistory.parse(answer.json())
  expect([items.at(-1)?.received, items.at(-1)?.sent]).toEqual([1, 2])
})
