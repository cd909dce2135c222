import { tmpdir } from 'node:os'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../../testing/test-app.ts'
import { type HealthDependencies, registerHealth } from './index.ts'

let server: TestApp
beforeAll(async () => {
  server = await createTestApp()
})
afterAll(() => server[Symbol.asyncDispose]())

async function ready(dependencies: Partial<HealthDependencies> = {}) {
  await using other = await createTestApp(({ app, database }) =>
    registerHealth(app, {
      pool: database.pool,
      version: '1.2.3',
      gitVersion: 'abc',
      dataDirectory: tmpdir(),
      ...dependencies,
    }),
  )
  const response = await other.app.inject('/health/ready')
  return { status: response.statusCode, ...response.json(), live: (await other.app.inject('/health/live')).json() }
}

test('a server with its database is ready, and says its version', async () => {
  const answer = await ready()
  expect(answer).toMatchObject({
    status: 'ready',
    version: '1.2.3',
    gitVersion: 'abc',
    checks: { database: { ok: true }, migrations: { ok: true, pending: [] }, projection: { ok: true, pending: 0 } },
    live: { status: 'live' },
  })
  expect(answer.checks.disk.freeBytes).toBeGreaterThan(0)
})

test('without a database it is not ready, but alive', async () => {
  const pool = new pg.Pool({ host: '127.0.0.1', port: 1, connectionTimeoutMillis: 500 })
  expect(await ready({ pool })).toMatchObject({
    status: 'not-ready',
    checks: { database: { ok: false }, migrations: { ok: false } },
    live: { status: 'live' },
  })
  await pool.end()
})

test('a migration that has not run makes it not ready, and is named', async () => {
  await server.database.pool.query('delete from kysely_migration')
  const answer = await ready({ pool: server.database.pool })
  expect(answer.status).toBe('not-ready')
  expect(answer.checks.migrations.pending).toContain('20261121T0000-spine')
})

test('while it stops it is not ready', async () => {
  expect(await ready({ stopping: () => true })).toMatchObject({ status: 'not-ready', checks: { stopping: true } })
})

test('bodies that wait for more than a minute make it degraded, which is still ready', async () => {
  await using other = await createTestApp(({ app, database }) =>
    registerHealth(app, { pool: database.pool, version: '1', gitVersion: null }),
  )
  await other.database.pool.query(
    `insert into inbox (seq, received_at, transport, shard, body_sha256, body)
     values (1, now() - interval '2 minutes', 'test', 3, '\\x00', '\\x00')`,
  )
  const response = await other.app.inject('/health/ready')
  expect([response.statusCode, response.json().status]).toEqual([200, 'degraded'])
})

test('files that cannot be kept make it degraded; why is not told to everybody', async () => {
  const check = async () => 'the bucket at http://10.0.0.7:9000 cannot be used'
  const answer = await ready({ files: { kind: 's3', check } })
  expect(answer).toMatchObject({ status: 'degraded', checks: { files: { ok: false, kind: 's3' } } })
  expect(JSON.stringify(answer)).not.toContain('10.0.0.7')
  expect(await ready({ files: { kind: 'disk', check: async () => null } })).toMatchObject({
    status: 'ready',
    checks: { files: { ok: true, kind: 'disk' } },
  })
  const hangs = ready({ files: { kind: 's3', check: () => new Promise(() => {}) } })
  expect(await hangs).toMatchObject({ status: 'degraded', checks: { files: { ok: false } } })
})
