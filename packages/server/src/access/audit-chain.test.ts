import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { WorkspaceId } from '@switchboard/contract'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ChainReport } from '../store/audit-chain/chain-report.ts'
import { verifyAudit } from '../store/audit-chain/verify-audit.ts'
import { openDatabase } from '../store/database.ts'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { createAuditWriter } from './audit.ts'
import type { AuditEntry } from './audit-entry.ts'
import { auditHeadFile, readAuditHead, updateAuditHead } from './audit-head.ts'
import { keepAuditHead } from './keep-audit-head.ts'

const workspaces = ['a', 'b', 'c'].map((letter) => `0190b0a0-0000-7000-8000-00000000000${letter}` as WorkspaceId)
const [workspaceId] = workspaces as [WorkspaceId]
let database: TestDatabase
let directory: string
beforeAll(async () => {
  database = await createTestDatabase()
  directory = mkdtempSync(path.join(tmpdir(), 'sb-audit-'))
})
afterAll(async () => {
  rmSync(directory, { recursive: true })
  await database[Symbol.asyncDispose]()
})
beforeEach(async () => {
  await database.pool.query('truncate audit, audit_chains')
  rmSync(path.join(directory, auditHeadFile), { force: true })
})

const entry = (more: Partial<AuditEntry> = {}): AuditEntry => ({
  ...{ workspaceId, actorKind: 'key', actor: 'k', interface: 'mcp', action: 'tools/call', outcome: 'ok' },
  ...{ target: 'search_messages', arguments: { query: 'Ünïcödé 👩‍👩‍👧 "quoted" \\ \u2028', limit: 1.5 } },
  ...more,
})

async function verify(): Promise<ChainReport[]> {
  const reports = []
  const known = readAuditHead(path.join(directory, auditHeadFile))?.chains
  for await (const report of verifyAudit(database.pool, known ? { known } : {})) reports.push(report)
  return reports
}

async function write(count: number): Promise<void> {
  const audit = createAuditWriter({ pool: database.pool })
  await Promise.all(Array.from({ length: count }, () => audit.record(entry())))
  await audit.close()
}

test('two writers at once write 5,000 rows into one chain, without a hole and without a fork', async () => {
  const { connectionString } = database
  await using other = openDatabase({ connectionString, applicationName: 'the other writer' })
  const writers = [database.pool, other.pool].map((pool) => createAuditWriter({ pool }))
  for (let round = 0; round < 50; round++) {
    await Promise.all(writers.flatMap((audit) => Array.from({ length: 50 }, () => audit.record(entry()))))
  }
  await Promise.all(writers.map((audit) => audit.close()))
  expect(await verify()).toMatchObject([{ rows: 5_000, firstSeq: 1, lastSeq: 5_000, break: null }])
})

test('batches of several workspaces in any order wait for each other and never for ever', async () => {
  const { connectionString } = database
  await using other = openDatabase({ connectionString, applicationName: 'the other writer' })
  const orders = [workspaces, workspaces.toReversed()]
  const writers = [database.pool, other.pool].map((pool) => createAuditWriter({ pool }))
  for (let round = 0; round < 40; round++) {
    await Promise.all(
      writers.flatMap((audit, index) => (orders[index] ?? []).map((id) => audit.record(entry({ workspaceId: id })))),
    )
  }
  await Promise.all(writers.map((audit) => audit.close()))
  expect((await verify()).map(({ rows, break: found }) => [rows, found])).toEqual(workspaces.map(() => [80, null]))
})

test('kill -9 of a writer in the middle leaves a chain, and in it every row that was told to be committed', async () => {
  const script = path.join(import.meta.dirname, 'write-audit.child.ts')
  const told: string[] = []
  const start = (name: string): ChildProcess => {
    const child = fork(script, [database.connectionString, workspaceId, name], { execArgv: [] })
    child.on('message', (subject) => told.push(String(subject)))
    return child
  }
  const children = [start('one'), start('two')]
  const written = () => new Set(told.map((subject) => subject.split('-')[0]))
  try {
    for (let round = 0; round < 3; round++) {
      const before = told.length
      await expect
        .poll(() => told.length - before > 100 && written().size === 2 + round, { timeout: 60_000 })
        .toBe(true)
      const victim = children[round % 2]
      const gone = victim && once(victim, 'exit')
      victim?.kill('SIGKILL')
      await gone
      children[round % 2] = start(`again${round}`)
    }
  } finally {
    await Promise.all(
      children.map(async (child) => {
        const gone = once(child, 'exit')
        child.kill('SIGKILL')
        await gone
      }),
    )
  }
  const [report] = await verify()
  expect(report).toMatchObject({ break: null, firstSeq: 1 })
  const { rows } = await database.pool.query<{ label: string }>('select label from audit')
  const there = new Set(rows.map(({ label }) => label))
  expect(told.filter((subject) => !there.has(subject))).toEqual([])
  expect(report?.rows).toBe(rows.length)
})

test('audit-head has the ends of all chains, is its owner’s alone, and is compared with', async () => {
  await write(3)
  expect(await updateAuditHead(database.pool, directory)).toMatchObject({ written: true, contradicted: [] })
  const file = path.join(directory, auditHeadFile)
  expect(readAuditHead(file)?.chains.get(workspaceId)?.seq).toBe(3)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(await updateAuditHead(database.pool, directory)).toMatchObject({ written: false })
  await write(2)
  expect(await verify()).toMatchObject([{ rows: 5, knownHead: 'passed', break: null }])
})

test('audit-head is not overwritten by a database that lost rows: the server says so, and verification where', async () => {
  await write(5)
  await updateAuditHead(database.pool, directory)
  const known = readFileSync(path.join(directory, auditHeadFile), 'utf8')
  await database.pool.query('delete from audit where seq > 3')
  await database.pool.query('update audit_chains set seq = 3, hash = (select hash from audit where seq = 3)')
  const errors: string[] = []
  const infos: string[] = []
  const log = {
    error: (_: unknown, text: string) => errors.push(text),
    warn: () => undefined,
    info: (_: unknown, text: string) => infos.push(text),
  } as never // what it calls of a logger
  await using _keeper = keepAuditHead({ pool: database.pool, dataDirectory: directory, log })
  await expect.poll(() => errors).toEqual([expect.stringContaining('does not go on from what audit-head knows')])
  await write(4)
  expect(await updateAuditHead(database.pool, directory)).toMatchObject({ written: false, contradicted: [workspaceId] })
  expect(readFileSync(path.join(directory, auditHeadFile), 'utf8')).toBe(known)
  expect(await verify()).toMatchObject([{ break: { kind: 'altered', seq: 5 } }])
})

test('a server writes audit-head when it stops, and says the same in its log', async () => {
  const lines: unknown[] = []
  const log = { error: () => undefined, warn: () => undefined, info: (line: unknown) => lines.push(line) } as never // likewise
  {
    await using _keeper = keepAuditHead({ pool: database.pool, dataDirectory: directory, log })
    await write(2)
  }
  const head = readAuditHead(path.join(directory, auditHeadFile))?.chains.get(workspaceId)
  expect(head?.seq).toBe(2)
  expect(lines).toEqual([{ ends: [`${workspaceId} 2 ${head?.hash.toString('hex')}`] }])
})

test('a file that is not audit-head is said to be none, and never taken for one', async () => {
  const file = path.join(directory, auditHeadFile)
  for (const text of [
    '',
    '{}',
    '{"format":1,"writtenAt":"2026-11-21T00:00:00Z","chains":{"x":{"seq":1,"hash":"00"}}}',
  ]) {
    writeFileSync(file, text)
    expect(() => readAuditHead(file)).toThrow(/is not what Switchboard wrote/)
    await expect(updateAuditHead(database.pool, directory)).rejects.toThrow(/is not what Switchboard wrote/)
  }
})
