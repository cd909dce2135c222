import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { createTestApp, type TestApp } from '../testing/test-app.ts'

const conversationId = '0190b0a0-0000-7000-8000-00000000000c'
const approvalId = '0190b0a0-0000-7000-8000-00000000000d'
const messageId = '0190b0a0-0000-7000-8000-00000000000e'
let server: TestApp
let headers: Record<string, string>
let rowsWhenAnswered = -1

beforeAll(async () => {
  server = await createTestApp(
    ({ app }) => {
      const schema = { body: z.object({ to: z.string(), text: z.string() }) }
      app.post('/v1/messages', { schema }, (request) => {
        request.auditSubject = messageId
        return { conversationId, approvalId, sends: [{ id: messageId }] }
      })
      app.post('/v1/things/:id/fail', () => Promise.reject(new Error('a bug')))
      app.get('/v1/contacts/:id', () => ({ name: 'Anna' }))
      app.post('/open', () => ({}))
    },
    { 'POST /v1/things/:id/fail': 'messages:send', 'POST /open': { open: 'a test' } },
  )
  headers = { ...(await server.headersOf()), 'user-agent': 'crm/2.1', 'x-request-id': 'request-1' }
})
afterAll(() => server[Symbol.asyncDispose]())

const rows = async (target: string) =>
  (await server.database.pool.query('select * from audit where target = $1 order by seq', [target])).rows

test('what changes something is in the audit when it is answered: who, with what, from where, whom, how it ended', async () => {
  const response = await server.app.inject({
    method: 'POST',
    url: '/v1/messages',
    headers,
    payload: { to: '+4915112345678', text: 'See you at noon' },
  })
  rowsWhenAnswered = (await rows('POST /v1/messages')).length
  expect([response.statusCode, rowsWhenAnswered]).toEqual([200, 1])
  expect(await rows('POST /v1/messages')).toMatchObject([
    {
      workspace_id: server.workspaceId,
      actor_kind: 'key',
      client_name: 'crm',
      client_version: '2.1',
      interface: 'rest',
      action: 'write',
      subject: messageId,
      targets: { messageIds: [messageId], conversationIds: [conversationId] },
      approval_id: approvalId,
      arguments: { to: '+4915112345678', text: '[15 characters]' },
      outcome: 'ok',
      status: 200,
      address: '127.0.0.1',
      request_id: 'request-1',
    },
  ])
})

test('refused and failed ones too, once each', async () => {
  const post = (payload: object) => server.app.inject({ method: 'POST', url: '/v1/messages', headers, payload })
  expect((await post({ to: 1 })).statusCode).toBe(400)
  expect((await server.app.inject({ method: 'POST', url: '/v1/things/x/fail', headers })).statusCode).toBe(500)
  expect((await rows('POST /v1/messages')).map(({ outcome, status }) => [outcome, status])).toEqual([
    ['ok', 200],
    ['refused', 400],
  ])
  expect(await rows('POST /v1/things/:id/fail')).toMatchObject([{ outcome: 'failed', status: 500, label: 'x' }])
})

test('a read is written after its answer; a browser is kept as it calls itself', async () => {
  const browser = 'Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0'
  const url = `/v1/contacts/${conversationId}`
  await server.app.inject({ url, headers: { ...headers, 'user-agent': browser } })
  await expect
    .poll(() => rows('GET /v1/contacts/:id'))
    .toMatchObject([
      { action: 'read', client_name: browser, client_version: null, targets: { contactIds: [conversationId] } },
    ])
})

test('nothing is written of who has no credential, nor of a public route', async () => {
  const before = (await server.database.pool.query('select from audit')).rowCount
  await server.app.inject({ method: 'POST', url: '/v1/messages', payload: { to: '1', text: 'x' } })
  await server.app.inject({ method: 'POST', url: '/open', headers, payload: {} })
  await server.audit.record({ ...system, target: 'last' })
  expect((await server.database.pool.query('select from audit')).rowCount).toBe((before ?? 0) + 1)
})

const system = {
  workspaceId: null,
  actorKind: 'system',
  actor: 's',
  interface: 'cli',
  action: 'x',
  outcome: 'ok',
} as const
