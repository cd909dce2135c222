import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Queryable } from '../store/database.ts'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { type AuditEntry, createAuditWriter } from './audit.ts'
import { redact } from './redact.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

const entry = (more: Partial<AuditEntry> = {}): AuditEntry => ({
  workspaceId: null,
  actorKind: 'key',
  actor: 'k1',
  interface: 'mcp',
  action: 'read',
  target: 'search_messages',
  outcome: 'ok',
  ...more,
})

const rowsOf = async (target: string) =>
  (await database.pool.query('select * from audit where target = $1 order by id', [target])).rows

/** The pool, with its queries counted and, on demand, held back or failed. */
function observedPool(before: (text: string) => Promise<void> | void = () => undefined) {
  const texts: string[] = []
  const query = async (text: string, values: unknown[]) => {
    texts.push(text)
    await before(text)
    return database.pool.query(text, values)
  }
  // The writer calls query(text, values) alone.
  return { texts, pool: { query } as unknown as Queryable }
}

test('a record is committed when its promise resolves', async () => {
  const audit = createAuditWriter({ pool: database.pool })
  await audit.record(entry({ target: 'one', arguments: { q: 'hello' }, status: 200, subject: 's', requestId: 'r' }))
  expect(await rowsOf('one')).toMatchObject([{ arguments: { q: 'hello' }, status: 200, subject: 's', request_id: 'r' }])
})

test('records that come while one commits share the next commit', async () => {
  const { pool, texts } = observedPool()
  const audit = createAuditWriter({ pool })
  await Promise.all(Array.from({ length: 300 }, () => audit.record(entry({ target: 'many' }))))
  expect((await rowsOf('many')).length).toBe(300)
  expect(texts.length).toBe(1)
})

test('secrets are masked by their names, long text is cut, and what jsonb refuses is replaced', async () => {
  const audit = createAuditWriter({ pool: database.pool })
  await audit.record(
    entry({
      target: 'hos\0tile',
      arguments: {
        apiKey: 'a',
        Authorization: 'b',
        nested: { access_token: 'c' },
        text: 'x'.repeat(999),
        nul: 'a\0b\ud800',
      },
    }),
  )
  const [row] = await rowsOf('hos\uFFFDtile')
  expect(row.arguments).toEqual({
    apiKey: '[redacted]',
    Authorization: '[redacted]',
    nested: { access_token: '[redacted]' },
    text: `${'x'.repeat(200)}…`,
    nul: 'a\uFFFDb\uFFFD',
  })
})

test('redacting ends on deep, wide and circular values', () => {
  const circular: Record<string, unknown> = { wide: Array(1_000).fill('x') }
  circular.self = circular
  expect(JSON.stringify(redact(circular)).length).toBeLessThan(5_000)
})

test('a bad row fails alone', async () => {
  const audit = createAuditWriter({ pool: database.pool })
  const results = await Promise.allSettled([
    audit.record(entry({ target: 'neighbour' })),
    // No integer of Postgres is so large.
    audit.record(entry({ target: 'neighbour', status: 2 ** 40 })),
    audit.record(entry({ target: 'neighbour' })),
  ])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect((await rowsOf('neighbour')).length).toBe(2)
})

test('beyond what may wait, a record is refused instead of kept in memory', async () => {
  const { promise: blocked, resolve: unblock } = Promise.withResolvers<void>()
  const audit = createAuditWriter({ pool: observedPool(() => blocked).pool, maxPending: 2 })
  const first = audit.record(entry({ target: 'bounded' }))
  await new Promise(setImmediate)
  const waiting = [audit.record(entry({ target: 'bounded' })), audit.record(entry({ target: 'bounded' }))]
  await expect(audit.record(entry({ target: 'bounded' }))).rejects.toMatchObject({ code: 'unavailable' })
  unblock()
  await Promise.all([first, ...waiting])
  expect((await rowsOf('bounded')).length).toBe(3)
})

test('without a database every record that waits is refused as unavailable', async () => {
  const lost = new pg.DatabaseError('the database system is shutting down', 0, 'error')
  Object.assign(lost, { severity: 'FATAL', code: '57P03' })
  const audit = createAuditWriter({ pool: observedPool(() => Promise.reject(lost)).pool })
  const results = await Promise.allSettled([audit.record(entry()), audit.record(entry())])
  expect(results).toMatchObject([{ reason: { code: 'unavailable' } }, { reason: { code: 'unavailable' } }])
})

test('closing writes what waits and takes no more', async () => {
  const audit = createAuditWriter({ pool: database.pool })
  const waiting = audit.record(entry({ target: 'last' }))
  await audit.close()
  await waiting
  expect((await rowsOf('last')).length).toBe(1)
  await expect(audit.record(entry())).rejects.toMatchObject({ code: 'unavailable' })
})
