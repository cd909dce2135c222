import type { ContactId, WorkspaceId } from '@switchboard/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAuditWriter } from '../access/audit.ts'
import type { AuditEntry } from '../access/audit-entry.ts'
import { ensureDefaultWorkspace } from '../access/default-workspace.ts'
import { verifyAudit } from '../store/audit-chain/verify-audit.ts'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { eraseContact } from './erase-contact.ts'

let database: TestDatabase
let workspaceId: WorkspaceId
const anna = '0190b0a0-0000-7000-8000-00000000000a' as ContactId // as the database gives it
const conversation = '0190b0a0-0000-7000-8000-00000000000c'
beforeAll(async () => {
  database = await createTestDatabase()
  workspaceId = await ensureDefaultWorkspace(database.db)
  const { pool } = database
  await pool.query(
    `insert into contacts (id, workspace_id, profile_name, username) values ($1, $2, 'Anna Ørsted', 'anna.oe')`,
    [anna, workspaceId],
  )
  await pool.query(
    `insert into identities (workspace_id, kind, value, contact_id, first_seen_at) values ($1, 'phone', '+4915112345678', $2, now())`,
    [workspaceId, anna],
  )
  await pool.query(`insert into accounts (id, workspace_id, transport, external_id) values ($1, $2, 'test', 'one')`, [
    conversation,
    workspaceId,
  ])
  await pool.query(
    `insert into conversations (id, workspace_id, account_id, contact_id, kind) values ($1, $2, $1, $3, 'direct')`,
    [conversation, workspaceId, anna],
  )
})
afterAll(() => database[Symbol.asyncDispose]())

const naming: readonly (readonly [string, Partial<AuditEntry>])[] = [
  ['a number', { arguments: { to: '+4915112345678' } }],
  ['a number, as people write it', { arguments: { to: '+49 (151) 123-45678' } }],
  ['a JID', { arguments: { chat_jid: '4915112345678@s.whatsapp.net' } }],
  ['a JSON number', { arguments: { limit: 4915112345678 } }],
  ['deep inside', { arguments: { recipients: [{ to: 'x' }, { to: ['4915112345678'] }] } }],
  ['her name', { arguments: { query: 'call ANNA ØRSTED today' } }],
  ['her first name', { arguments: { query: 'anna' } }],
  ['an address', { target: 'switchboard://contacts/+4915112345678' }],
  ['a subject', { subject: '4915112345678' }],
  ['her id', { arguments: { contactId: anna, name: 'Annie' } }],
  ['her conversation', { arguments: { conversationId: conversation, query: 'birthday' } }],
]
const others: readonly Partial<AuditEntry>[] = [
  { arguments: { to: '+491511234567' } },
  { arguments: { query: 'bananna' } },
  { arguments: { limit: 49151 } },
  { arguments: { contactId: '0190b0a0-0000-7000-8000-00000000000b' } },
]

test('an erased person is in no details any more; who did what stays, and the chain holds', async () => {
  const audit = createAuditWriter({ pool: database.pool })
  const entry = {
    workspaceId,
    actorKind: 'key',
    actor: 'k',
    interface: 'mcp',
    action: 'tools/call',
    outcome: 'ok',
  } as const
  const written = naming.map(([, more]) => audit.record({ ...entry, target: 'named', ...more }))
  await Promise.all([...written, ...others.map((more) => audit.record({ ...entry, target: 'not', ...more }))])
  await audit.close()

  const erasure = await eraseContact(database.pool, { workspaceId, contactId: anna, requestedBy: 'the test' })

  expect(erasure?.counts.auditDetails).toBe(naming.length)
  const { rows } = await database.pool.query(
    `select target, actor, label, arguments, salt, details_digest is not null as digest, details_erased_at is not null as erased
     from audit where interface = 'mcp' order by seq`,
  )
  const kept = rows.slice(naming.length)
  for (const [index, row] of rows.slice(0, naming.length).entries())
    expect([naming[index]?.[0], row]).toEqual([
      naming[index]?.[0],
      { ...row, actor: 'k', label: null, arguments: null, salt: null, digest: true, erased: true },
    ])
  expect(kept.map(({ erased }) => erased)).toEqual(others.map(() => false))
  const text = (await database.pool.query(`select string_agg(a::text, ' ') as all from audit a`)).rows[0].all as string
  expect(text).not.toMatch(/4915112345678|\banna\b|ørsted/i)
  for await (const report of verifyAudit(database.pool))
    expect(report).toMatchObject({ break: null, erased: naming.length, rows: naming.length + others.length + 1 })
})

test('details that vanish beside an erasure are found: its row says how many it took', async () => {
  await database.pool.query(
    `update audit set label = null, arguments = null, salt = null, details_erased_at = now(),
       details_erased_in = (select max(seq) from audit)
     where seq = $1`,
    [naming.length + 1],
  )
  for await (const report of verifyAudit(database.pool))
    expect(report.break).toMatchObject({ kind: 'altered', detail: expect.stringContaining('says 11') })
})
