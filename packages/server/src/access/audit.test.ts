import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Queryable } from '../store/database.ts'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { createAuditWriter } from './audit.ts'
import type { AuditEntry } from './audit-entry.ts'
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

const id = '0190b0a0-0000-7000-8000-000000000001'

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
  await audit.record(entry({ target: 'one', arguments: { q: 'hello' }, status: 200, subject: id, requestId: 'r' }))
  expect(await rowsOf('one')).toMatchObject([
    { arguments: { q: 'hello' }, status: 200, subject: id, request_id: 'r', label: null },
  ])
})

test('records that come while one commits share the next commit', async () => {
  const { pool, texts } = observedPool()
  const audit = createAuditWriter({ pool })
  await Promise.all(Array.from({ length: 300 }, () => audit.record(entry({ target: 'many' }))))
  expect((await rowsOf('many')).length).toBe(300)
  expect(texts.length).toBe(1)
})

test('secrets are masked by their names, texts by their kind, and what jsonb refuses is replaced', async () => {
  const audit = createAuditWriter({ pool: database.pool })
  await audit.record(
    entry({
      target: 'redacted',
      arguments: {
        apiKey: 'a',
        Authorization: 'b',
        nested: { access_token: 'c' },
        text: 'See you at noon',
        template: { name: 'hello', parameters: { limit: 'Anna', deeper: ['noon'] } },
        nobodySaid: 'what this is',
        url: 'https://user:pass@files.example.com/secret/path?sig=1',
        to: '+4915112345678',
        query: `x\0y\ud800${'z'.repeat(999)}`,
        content: { type: 'location', latitude: 52.52, name: 'At home' },
        limit: 7,
        count: 7,
      },
    }),
  )
  const [row] = await rowsOf('redacted')
  expect(row.arguments).toEqual({
    apiKey: '[redacted]',
    Authorization: '[redacted]',
    nested: { access_token: '[redacted]' },
    text: '[15 characters]',
    template: { name: 'hello', parameters: { limit: '[4 characters]', deeper: ['[4 characters]'] } },
    nobodySaid: '[12 characters]',
    url: 'https://files.example.com/…',
    to: '+4915112345678',
    query: `x\uFFFDy\uFFFD${'z'.repeat(196)}…`,
    content: { type: 'location', latitude: '[number]', name: 'At home' },
    limit: 7,
    count: '[number]',
  })
})

test('what may name a person stands beside what is kept for good: only ids of ours, routes and tools are in it', async () => {
  const audit = createAuditWriter({ pool: database.pool })
  const contactId = '0190b0a0-0000-7000-8000-000000000002'
  await audit.record(entry({ target: 'GET /v1/things/:id', subject: 'wamid.HBgL', arguments: { contactId } }))
  await audit.record(entry({ target: 'switchboard://contacts/+4915112345678', approvalId: 'no id' }))
  const rows = async (target: string) =>
    (await rowsOf(target)).map(({ subject, label, targets, approval_id }) => [subject, label, targets, approval_id])
  expect(await rows('GET /v1/things/:id')).toEqual([[null, 'wamid.HBgL', { contactIds: [contactId] }, null]])
  expect(await rows('other')).toEqual([[null, 'switchboard://contacts/+4915112345678', null, null]])
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
