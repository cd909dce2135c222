import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../testing/index.ts'
import { appendAuditRows, type NewAuditRow, prepareAuditRow } from './append-rows.ts'
import type { ChainReport, KnownHead } from './chain-report.ts'
import { beforeFirst, chainOfNobody, contentDigest, linkHash } from './encode-row.ts'
import { readChain } from './read-chain.ts'
import { verifyAudit } from './verify-audit.ts'

const workspaceId = '0190b0a0-0000-7000-8000-00000000000a'
let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

const rowOf = (more: Partial<NewAuditRow> = {}): NewAuditRow => ({
  workspaceId,
  actorKind: 'key',
  actor: 'k1',
  clientName: 'an assistant',
  clientVersion: '1.0',
  interface: 'mcp',
  action: 'tools/call',
  target: 'search_messages',
  subject: null,
  targets: { contactIds: ['0190b0a0-0000-7000-8000-00000000000c'] },
  label: 'wamid.x',
  arguments: { query: 'Anna', limit: 1.5e21, nested: { z: [1, null, 'é'], a: -0 } },
  outcome: 'ok',
  status: 200,
  address: '127.0.0.1',
  requestId: 'r',
  approvalId: null,
  ...more,
})

const append = (count: number, more: Partial<NewAuditRow> = {}) =>
  appendAuditRows(
    database.pool,
    Array.from({ length: count }, () => prepareAuditRow(rowOf(more))),
  )

async function verify(known?: KnownHead): Promise<ChainReport> {
  const options = known ? { known: new Map([[workspaceId, known]]) } : {}
  for await (const report of verifyAudit(database.pool, options)) if (report.chain === workspaceId) return report
  throw new Error('no such chain')
}

const found = async (known?: KnownHead) => {
  const { break: first } = await verify(known)
  return first && [first.kind, first.seq]
}

const sql = (text: string, ...values: unknown[]) => database.pool.query(text, values)

/** Rows behind `seq` get numbers that are so much higher (or lower). */
async function renumber(after: number, by: number): Promise<void> {
  await sql('update audit set seq = -seq where chain = $1 and seq > $2', workspaceId, after)
  await sql('update audit set seq = -seq + $2 where chain = $1 and seq < 0', workspaceId, by)
}

async function rows() {
  const all = []
  for await (const row of readChain(database.pool, workspaceId)) all.push(row)
  return all
}

async function headAt(seq: number): Promise<KnownHead> {
  const row = (await rows()).find((each) => each.seq === seq)
  if (!row) throw new Error(`no row ${seq}`)
  return { seq, hash: row.hash }
}

/** Writes the chain anew from a row on, as somebody could who knows how. */
async function rehash(from: number, withHead: boolean): Promise<void> {
  const all = await rows()
  let previousHash = all.find((row) => row.seq === from - 1)?.hash ?? beforeFirst
  for (const row of all.filter(({ seq }) => seq >= from)) {
    const hash = linkHash({ chain: workspaceId, seq: row.seq, previousHash, content: contentDigest(row) })
    await sql('update audit set previous_hash = $2, hash = $3 where id = $1', row.id, previousHash, hash)
    previousHash = hash
  }
  const last = all.at(-1)
  if (withHead && last)
    await sql('update audit_chains set seq = $2, hash = $3 where chain = $1', workspaceId, last.seq, previousHash)
}

beforeEach(async () => {
  await sql('truncate audit, audit_chains')
  await append(7)
  await append(5)
})

test('a chain over several batches verifies, and says how long it is', async () => {
  expect(await verify()).toMatchObject({
    rows: 12,
    firstSeq: 1,
    lastSeq: 12,
    erased: 0,
    knownHead: 'none',
    break: null,
  })
  expect((await verify(await headAt(9))).knownHead).toBe('passed')
})

test('each workspace has a chain of its own, and those of none have one together', async () => {
  const other = '0190b0a0-0000-7000-8000-00000000000b'
  const mixed = [workspaceId, null, other, null, workspaceId].map((id) => prepareAuditRow(rowOf({ workspaceId: id })))
  await appendAuditRows(database.pool, mixed)
  const reports = []
  for await (const report of verifyAudit(database.pool)) reports.push([report.chain, report.rows, report.break])
  expect(reports).toEqual([
    [chainOfNobody, 2, null],
    [workspaceId, 14, null],
    [other, 1, null],
  ])
})

test('whatever a row says is what is kept of it, and verifies', async () => {
  await sql('truncate audit, audit_chains')
  const pieces = [
    '"',
    '\\',
    ',',
    '(',
    ')',
    '{',
    '}',
    "'",
    ' ',
    '\n',
    '\t',
    'null',
    'NULL',
    'é',
    '请',
    '😀',
    'a',
    '.',
    '',
  ]
  const text = fc.array(fc.constantFrom(...pieces), { maxLength: 6 }).map((parts) => parts.join(''))
  const optional = fc.option(text)
  // Of one character that JSON escapes, V8's own JSON.parse makes another (Node.js 24.21), so keys are plain.
  const key = fc.constantFrom('a', 'b', 'é', '')
  const said = fc.record({
    ...{
      clientName: optional,
      clientVersion: optional,
      requestId: optional,
      label: optional,
      target: text,
      actor: text,
    },
    arguments: fc.oneof(optional, fc.integer(), fc.boolean(), fc.dictionary(key, optional), fc.array(optional)),
    status: fc.option(fc.integer({ min: 100, max: 599 })),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(said, { minLength: 1, maxLength: 4 }), async (batch) => {
      const rows = batch.map((more) => prepareAuditRow(rowOf(more)))
      await appendAuditRows(database.pool, rows)
      const { rows: kept } = await sql(
        `select client_name as "clientName", client_version as "clientVersion", request_id as "requestId", label, target, actor, arguments,
           status from audit where id = any ($1) order by seq`,
        rows.map(({ id }) => id),
      )
      expect(kept).toEqual(batch.map((more) => ({ ...more })))
    }),
    { numRuns: 150 },
  )
  expect((await verify()).break).toBe(null)
})

test('a row can not be carried into the chain of another workspace', async () => {
  await sql('truncate audit, audit_chains')
  await append(2)
  const other = '0190b0a0-0000-7000-8000-00000000000b'
  await sql(`update audit set workspace_id = $1`, other)
  await sql(`update audit_chains set chain = $1`, other)
  for await (const report of verifyAudit(database.pool)) expect(report.break).toMatchObject({ kind: 'altered', seq: 1 })
})

test.each([
  ['the time, by a microsecond', `at = at + interval '1 microsecond'`],
  ['who', `actor = 'k2'`],
  ['the kind of who', `actor_kind = 'cli'`],
  ['the client', `client_name = null`],
  ["the client's version", `client_version = '1.1'`],
  ['the interface', `interface = 'rest'`],
  ['the action', `action = 'tools/list'`],
  ['the tool', `target = 'search_message'`],
  ['the subject', `subject = ''`],
  ['whom it was about', `targets = '{"contactIds": []}'`],
  ['the outcome', `outcome = 'refused'`],
  ['the status', `status = null`],
  ['the address', `address = '127.0.0.2'`],
  ['the request', `request_id = 'R'`],
  ['the approval', `approval_id = '0190b0a0-0000-7000-8000-00000000000a'`],
  ['the id', `id = '0190b0a0-0000-7000-8000-00000000000a'`],
  ['the format', `format = 2`],
  ['the arguments', `arguments = jsonb_set(arguments, '{query}', '"anna"')`],
  ['the arguments, taken away', `arguments = null`],
  ['the label', `label = null`],
  ['the salt', `salt = sha256('')`],
  ['all details, taken away', `arguments = null, label = null, salt = null`],
  ["the details' digest", `details_digest = sha256('')`],
  ['the hash of the row before', `previous_hash = sha256('')`],
  ['its hash', `hash = sha256('')`],
  [
    'details, erased by nobody',
    `arguments = null, label = null, salt = null, details_erased_at = now(), details_erased_in = 8`,
  ],
])('altered: %s', async (_what, assignment) => {
  const changed = await sql(`update audit set ${assignment} where chain = $1 and seq = 5`, workspaceId)
  expect(changed.rowCount).toBe(1)
  expect((await verify()).break).toMatchObject({
    kind: 'altered',
    seq: expect.toSatisfy((seq) => [5, 8].includes(seq)),
  })
})

test('altered: a row that was changed and hashed anew, in the middle and at the end', async () => {
  for (const seq of [12, 5]) {
    await sql(`update audit set actor = 'k2' where chain = $1 and seq = $2`, workspaceId, seq)
    const [row, before] = [await rows(), await headAt(seq - 1)]
    const one = row.find((each) => each.seq === seq)
    if (!one) throw new Error('no row')
    const hash = linkHash({ chain: workspaceId, seq, previousHash: before.hash, content: contentDigest(one) })
    await sql('update audit set hash = $2 where id = $1', one.id, hash)
    expect(await found()).toEqual(['altered', seq])
  }
})

test('altered: the whole chain written anew is found beside an end that was known', async () => {
  const known = await headAt(8)
  await sql(`update audit set actor = 'k2' where chain = $1 and seq = 5`, workspaceId)
  await rehash(5, true)
  expect(await found()).toBeNull()
  expect(await found(known)).toEqual(['altered', 8])
})

test('removed: one row, several, the first', async () => {
  await sql('delete from audit where seq in (6, 7)')
  expect(await found()).toEqual(['removed', 6])
  await sql('delete from audit where seq = 1')
  expect(await found()).toEqual(['removed', 1])
})

test('removed: also where the rest was numbered anew', async () => {
  await sql('delete from audit where seq in (6, 7)')
  await renumber(7, -2)
  expect(await found()).toEqual(['removed', 6])
})

async function putIn(seq: number, hash: Buffer, previousHash: Buffer): Promise<void> {
  await renumber(seq - 1, 1)
  await sql(
    `insert into audit (id, workspace_id, actor_kind, actor, interface, action, target, outcome, seq, previous_hash, hash)
     values (uuidv7(), $1, 'key', 'k9', 'mcp', 'tools/call', 'x', 'ok', $2, $3, $4)`,
    workspaceId,
    seq,
    previousHash,
    hash,
  )
}

test('inserted: with an invented hash, with a right one, twice the same number, below the first', async () => {
  const before = await headAt(5)
  await putIn(6, beforeFirst, before.hash)
  expect(await found()).toEqual(['inserted', 6])
  const row = (await rows()).find(({ seq }) => seq === 6)
  if (!row) throw new Error('no row')
  const hash = linkHash({ chain: workspaceId, seq: 6, previousHash: before.hash, content: contentDigest(row) })
  await sql('update audit set hash = $2 where id = $1', row.id, hash)
  expect(await found()).toEqual(['inserted', 6])
  await sql('update audit set seq = 0 where id = $1', row.id)
  await renumber(6, -1)
  expect(await found()).toEqual(['inserted', 0])
})

test('inserted: at the end, behind the back of the record of the end', async () => {
  const { seq, hash: previousHash } = await headAt(12)
  await putIn(seq + 1, beforeFirst, previousHash)
  await rehash(13, false)
  expect(await found()).toEqual(['inserted', 13])
})

test.each([
  [3, 4],
  [3, 11],
  [1, 12],
])('reordered: rows %i and %i changed places', async (one, other) => {
  await sql('update audit set seq = -1 where chain = $1 and seq = $2', workspaceId, one)
  await sql('update audit set seq = $2 where chain = $1 and seq = $3', workspaceId, one, other)
  await sql('update audit set seq = $2 where chain = $1 and seq = -1', workspaceId, other)
  expect(await found()).toEqual(['reordered', one])
})

test('truncated: the record of the end tells, or what was known of it, or the rows that are all gone', async () => {
  const known = await headAt(11)
  await sql('delete from audit where seq > 9')
  expect(await found()).toEqual(['truncated', 10])
  await rehash(9, true)
  expect(await found()).toBeNull()
  expect(await found(known)).toEqual(['truncated', 10])
  await sql('truncate audit, audit_chains')
  expect(await found(known)).toEqual(['truncated', 1])
})

test('the record of the end can not be taken away or moved', async () => {
  await sql(`update audit_chains set hash = sha256('')`)
  expect(await found()).toEqual(['altered', 12])
  await sql('truncate audit_chains')
  expect(await found()).toEqual(['altered', 12])
})

test('rows can not be declared as let go for their age by who is no part of the chain', async () => {
  const { seq, hash } = await headAt(4)
  await sql('update audit_chains set kept_after_seq = $1, kept_after_hash = $2', seq, hash)
  expect(await found()).toEqual(['inserted', 1])
  await sql('delete from audit where seq <= 4')
  expect(await found()).toEqual(['removed', 1])
})
