import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApp, type TestApp, testAdminKey } from '../../../testing/test-app.ts'
import { registerListAudit } from '../audit/list.ts'
import { registerMe } from '../me/get.ts'
import { registerKeys } from './index.ts'

let server: TestApp
beforeAll(async () => {
  server = await createTestApp(({ app, database, authenticator }) => {
    registerKeys(app, { ...database, systemPool: database.pool, authenticator })
    registerMe(app)
    registerListAudit(app, { db: database.db })
  })
})
afterAll(() => server[Symbol.asyncDispose]())

const admin = { 'x-admin-api-key': testAdminKey }
const create = (payload: object, headers: Record<string, string> = admin) =>
  server.app.inject({ method: 'POST', url: '/v1/keys', headers, payload })

test('a key is made, works, is listed without its secret, and stops working when revoked', async () => {
  const made = (await create({ name: 'assistant', scopes: ['messages:read'] })).json()
  const headers = { authorization: `Bearer ${made.key}` }
  expect((await server.app.inject({ url: '/v1/me', headers })).json()).toMatchObject({ id: made.id, name: 'assistant' })
  const list = await server.app.inject({ url: '/v1/keys', headers: admin })
  expect(list.json().items[0]).toMatchObject({ id: made.id, prefix: made.prefix, revokedAt: null })
  expect(list.body).not.toContain(made.key)
  const revoked = await server.app.inject({ method: 'DELETE', url: `/v1/keys/${made.id}`, headers: admin })
  expect(revoked.json().revokedAt).not.toBeNull()
  expect((await server.app.inject({ url: '/v1/me', headers })).statusCode).toBe(401)
})

test('nobody gives a key more than they have themselves', async () => {
  const headers = await server.headersOf('keys:manage', 'messages:read')
  expect((await create({ name: 'more', scopes: ['messages:read', 'admin'] }, headers)).statusCode).toBe(403)
  expect((await create({ name: 'same', scopes: ['messages:read'] }, headers)).statusCode).toBe(201)
})

test('a key under approval makes none that is free of it', async () => {
  const scopes = ['keys:manage', 'messages:send']
  const made = (await create({ name: 'assistant', scopes, sendPolicy: 'approve' })).json()
  expect(made).toMatchObject({ sendPolicy: 'approve' })
  const headers = { authorization: `Bearer ${made.key}` }
  const statusOf = async (more: object) => (await create({ name: 'child', scopes, ...more }, headers)).statusCode
  expect([await statusOf({}), await statusOf({ sendPolicy: 'allow' })]).toEqual([403, 403])
  expect([await statusOf({ sendPolicy: 'approve' }), await statusOf({ sendPolicy: 'block' })]).toEqual([201, 201])
})

test.each([
  ['an unknown scope', { name: 'x', scopes: ['everything'] }],
  ['no scope', { name: 'x', scopes: [] }],
  ['no name', { name: ' ', scopes: ['admin'] }],
  ['an expiry in the past', { name: 'x', scopes: ['admin'], expiresAt: '2020-01-01T00:00:00Z' }],
])('%s is refused', async (_what, payload) => {
  const response = await create(payload)
  expect([response.statusCode, response.json().code]).toEqual([400, 'invalid-request'])
})

test('a key that does not exist can not be revoked', async () => {
  const url = '/v1/keys/0190b0a0-0000-7000-8000-000000000000'
  expect((await server.app.inject({ method: 'DELETE', url, headers: admin })).statusCode).toBe(404)
})

test('requests are audited with who, what and the outcome; refused ones too; without secrets', async () => {
  const headers = await server.headersOf('messages:read', 'audit:read')
  await server.app.inject({ url: '/v1/keys?token=hunter2', headers })
  const { key, id } = (await create({ name: 'audited', scopes: ['messages:read'] })).json()
  const audit = async (query: string) => (await server.app.inject({ url: `/v1/audit?${query}`, headers })).json().items
  await expect
    .poll(() => audit(`subject=${id}`))
    .toMatchObject([
      {
        actorKind: 'admin_api',
        actor: 'admin_api',
        interface: 'rest',
        action: 'write',
        target: 'POST /v1/keys',
        outcome: 'ok',
        status: 201,
      },
    ])
  expect(await audit('outcome=refused&target=GET%20/v1/keys')).toMatchObject([
    { arguments: { token: '[redacted]' }, status: 403 },
  ])
  const { rows } = await server.database.pool.query('select audit::text as row from audit')
  expect(rows.some(({ row }) => row.includes(key) || row.includes('hunter2'))).toBe(false)
})

test('the audit is walked in pages, newest first, each row once', async () => {
  const headers = await server.headersOf('audit:read')
  for (let i = 0; i < 7; i += 1) {
    await server.audit.record({
      workspaceId: server.workspaceId,
      actorKind: 'system',
      actor: 'walk',
      interface: 'cli',
      action: 'read',
      target: `t${i}`,
      outcome: 'ok',
    })
  }
  const targets: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const url: string = `/v1/audit?actor=walk&limit=3${cursor && `&cursor=${cursor}`}`
    const page = (await server.app.inject({ url, headers })).json()
    targets.push(...page.items.map(({ target }: { target: string }) => target))
    cursor = page.nextCursor
  }
  expect(targets).toEqual(['t6', 't5', 't4', 't3', 't2', 't1', 't0'])
  const wrong = await server.app.inject({ url: '/v1/audit?cursor=made-up', headers })
  expect([wrong.statusCode, wrong.json().code]).toEqual([400, 'invalid-cursor'])
})
