import type { ContactId, WorkspaceId } from '@switchboard/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AuditEntry } from '../../../access/audit-entry.ts'
import { createTestApp, type TestApp } from '../../../testing/test-app.ts'
import { registerAudit } from './index.ts'

const contactId = '0190b0a0-0000-7000-8000-00000000000c' as ContactId // as the database gives it
const approvalId = '0190b0a0-0000-7000-8000-00000000000d'
const stranger = '0190b0a0-0000-7000-8000-00000000000f' as WorkspaceId // as the database gives it
let server: TestApp
let headers: Record<string, string>

beforeAll(async () => {
  server = await createTestApp(({ app, database: { db } }) => registerAudit(app, { db }))
  headers = await server.headersOf('audit:read')
  const { audit, workspaceId } = server
  const entry: AuditEntry = {
    ...{ workspaceId, actorKind: 'key', actor: 'k1', interface: 'mcp', action: 'tools/call', outcome: 'ok' },
    target: 'get_contact',
  }
  await audit.record({ ...entry, arguments: { contactId, query: 'x' }, client: { name: 'assistant', version: '3' } })
  await audit.record({ ...entry, target: 'send_message', outcome: 'refused', approvalId, subject: '+4915112345678' })
  await audit.record({ ...entry, actor: 'k2' })
  await audit.record({ ...entry, interface: 'rest', action: 'write', target: 'POST /v1/conversations/:id/seen' })
  await audit.record({ ...entry, workspaceId: stranger, actor: 'of another workspace' })
})
afterAll(() => server[Symbol.asyncDispose]())

const list = async (query: string) => {
  const { items } = (await server.app.inject({ url: `/v1/audit?${query}`, headers })).json()
  return items.map(({ seq }: { seq: number }) => seq)
}

const exported = async (query = '') => {
  const response = await server.app.inject({ url: `/v1/audit/export${query}`, headers })
  expect(response.headers['content-type']).toBe('application/x-ndjson')
  return response.body
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}

test.each([
  [`contactId=${contactId}`, [1]],
  ['client=assistant', [1]],
  [`approvalId=${approvalId}`, [2]],
  ['outcome=refused&interface=mcp', [2]],
  ['actor=k2', [3]],
  ['target=get_contact&actor=k1', [1]],
  ['changesOnly=true', [2]],
  ['outcome=ok&actor=k1&interface=rest', [4]],
  ['interface=mcp&before=2020-01-01T00:00:00Z', []],
  ['interface=mcp&after=2020-01-01T00:00:00Z', [3, 2, 1]],
])('the list with %s', async (query, seqs) => {
  expect(await list(query)).toEqual(seqs)
})

test('an item says who, with what, whom it was about, and what of it may be erased', async () => {
  const { items } = (await server.app.inject({ url: `/v1/audit?approvalId=${approvalId}`, headers })).json()
  expect(items).toMatchObject([
    {
      seq: 2,
      subject: null,
      label: '+4915112345678',
      targets: {},
      clientName: null,
      approvalId,
      detailsErasedAt: null,
    },
  ])
})

test('the export has the rows in the order of the chain, each with the hash of the one before, of this workspace only', async () => {
  const rows = await exported('?interface=mcp')
  expect(rows.map(({ seq }) => seq)).toEqual([1, 2, 3])
  expect(rows[1]).toMatchObject({
    previousHash: rows[0].hash,
    label: '+4915112345678',
    format: 1,
    at: expect.any(String),
  })
  expect(rows[0]).toMatchObject({ targets: { contactIds: [contactId] }, arguments: { contactId, query: 'x' } })
  const all = await exported()
  for (const [index, row] of all.entries()) if (index > 0) expect(row.previousHash).toBe(all[index - 1].hash)
  expect(JSON.stringify(all)).not.toContain('of another workspace')
  await expect.poll(async () => (await exported('?action=export')).length).toBeGreaterThan(0)
})

test('a filter that does not exist is refused, and who may not read the audit', async () => {
  expect((await server.app.inject({ url: '/v1/audit/export?who=k1', headers })).statusCode).toBe(400)
  const others = await server.headersOf('messages:read')
  expect((await server.app.inject({ url: '/v1/audit/export', headers: others })).statusCode).toBe(403)
})

test('whom it was about is named to whoever may read contacts', async () => {
  const { db } = server.database
  await db
    .insertInto('contacts')
    .values({ id: contactId, workspace_id: server.workspaceId, profile_name: 'Ana Ribeiro', last_seen_at: new Date() })
    .execute()
  const named = async (more: Record<string, string>) =>
    (await server.app.inject({ url: `/v1/audit?contactId=${contactId}`, headers: more })).json().items[0].contactName
  expect(await named(await server.headersOf('audit:read', 'contacts:read'))).toBe('Ana Ribeiro')
  expect(await named(headers)).toBeUndefined()
})
