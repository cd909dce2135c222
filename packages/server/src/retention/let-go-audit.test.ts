import { afterAll, beforeAll, expect, test } from 'vitest'
import { appendAuditRows, type NewAuditRow, prepareAuditRow } from '../store/audit-chain/append-rows.ts'
import { chainOfNobody } from '../store/audit-chain/encode-row.ts'
import { verifyAudit } from '../store/audit-chain/verify-audit.ts'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { letGoAudit } from './let-go-audit.ts'

const workspaceId = '0190b0a0-0000-7000-8000-00000000000a'
const now = new Date('2026-11-20T12:00:00Z')
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000)
let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

const row = (target: string, chain: string | null): NewAuditRow => ({
  ...{ workspaceId: chain, actorKind: 'key', actor: 'k', clientName: null, clientVersion: null, interface: 'rest' },
  ...{
    action: 'read',
    target,
    subject: null,
    targets: null,
    outcome: 'ok',
    status: 200,
    address: null,
    requestId: null,
  },
  ...{ approvalId: null, label: null, arguments: { q: target } },
})

const append = (target: string, days: number, chain: string | null = workspaceId) =>
  appendAuditRows(database.pool, [prepareAuditRow(row(target, chain), daysAgo(days))])

async function verify() {
  const reports = []
  for await (const report of verifyAudit(database.pool)) reports.push(report)
  return reports
}

const targets = async (chain: string) =>
  (
    await database.pool.query<{ target: string }>('select target from audit where chain = $1 order by seq', [chain])
  ).rows.map(({ target }) => target)

test('the first rows of each chain go once they are old; the rest verifies from where they went', async () => {
  for (const [target, days] of [
    ['a', 40],
    ['b', 35],
    ['c', 20],
    ['d', 34],
    ['e', 0],
  ] as const)
    await append(target, days)
  await append('x', 50, null)
  expect(await letGoAudit(database.pool, { now, retentionDays: 30 })).toBe(3)
  // d is old too, but stands behind one that is not: a chain is kept without holes
  expect(await targets(workspaceId)).toEqual(['c', 'd', 'e', expect.stringMatching(/^rows through 2, [0-9a-f]{64}$/)])
  expect(await targets(chainOfNobody)).toEqual([expect.stringMatching(/^rows through 1, /)])
  expect(await verify()).toMatchObject([
    { chain: chainOfNobody, rows: 1, keptAfterSeq: 1, break: null },
    { chain: workspaceId, rows: 4, firstSeq: 3, lastSeq: 6, keptAfterSeq: 2, break: null },
  ])
  expect(await letGoAudit(database.pool, { now, retentionDays: 30 })).toBe(0)
  await append('f', 0)
  expect(await letGoAudit(database.pool, { now: daysAgo(-28), retentionDays: 30 })).toBe(2)
  expect((await verify())[1]).toMatchObject({ rows: 4, firstSeq: 5, keptAfterSeq: 4, break: null })
})

test('an end that was known before its row was let go says nothing any more, and is no break', async () => {
  const known = new Map([[workspaceId, { seq: 2, hash: Buffer.alloc(32) }]])
  for await (const report of verifyAudit(database.pool, { known, chain: workspaceId }))
    expect(report).toMatchObject({ knownHead: 'let-go', break: null })
})

test('what is left is still protected: the first kept row, and the row that says what went', async () => {
  const { pool } = database
  await pool.query(`update audit set target = 'other' where chain = $1 and seq = 5`, [workspaceId])
  expect((await verify())[1]?.break).toMatchObject({ kind: 'altered', seq: 5 })
  await pool.query(`update audit set target = 'e' where chain = $1 and seq = 5`, [workspaceId])
  expect((await verify())[1]?.break).toBeNull()
  await pool.query(`delete from audit where chain = $1 and seq = 5`, [workspaceId])
  expect((await verify())[1]?.break).toMatchObject({ kind: 'removed', seq: 5 })
})
