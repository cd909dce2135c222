import { eventTypes, Problem, readScopes } from '@switchboard/contract'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { createAuthenticator } from '../access/authenticate.ts'
import { ensureDefaultWorkspace } from '../access/default-workspace.ts'
import { createKey } from '../access/keys.ts'
import { routePermissions } from '../access/permission-table.ts'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { type App, createApp } from './app.ts'
import { Refusal } from './problem.ts'
import { registerMe } from './rest/me/get.ts'

let database: TestDatabase
let app: App
let key: string
const lines: string[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  const workspaceId = await ensureDefaultWorkspace(database.db)
  key = (await createKey(database.db, { workspaceId, name: 'reader', scopes: readScopes })).key
  const authenticator = createAuthenticator({ db: database.db, workspaceId, adminApiKey: 'admin123' })
  const log = pino({ level: 'debug' }, { write: (line) => lines.push(line) })
  const open = { open: 'a test' }
  const permissions = {
    ...routePermissions,
    'GET /fails': open,
    'GET /refuses': open,
    'POST /echo/:id': 'keys:manage',
  } as const
  app = await createApp({ log, authenticator, permissions })
  registerMe(app)
  app.get('/fails', () => {
    throw new Error('the password is hunter2')
  })
  app.get('/refuses', () => {
    throw new Refusal('unavailable', { detail: 'the disk is full', headers: { 'retry-after': '5' } })
  })
  app.post(
    '/echo/:id',
    {
      schema: { params: z.object({ id: z.uuid() }), body: z.object({ text: z.string().min(1), count: z.int() }) },
    },
    (request) => request.body,
  )
})
afterAll(async () => {
  await app.close()
  await database[Symbol.asyncDispose]()
})

const admin = { 'x-admin-api-key': 'admin123' }

test('a route that the table of permissions does not name can not be registered, nor one that says it itself', () => {
  expect(() => app.get('/open', () => 'hello')).toThrow(/"GET \/open" must declare who may use it/)
  expect(() => app.get('/constructor', () => 'hello')).toThrow(/must declare who may use it/)
  for (const config of [{ public: true }, { scope: 'admin' }]) {
    expect(() => app.get('/v1/messages', { config }, () => 'hello')).toThrow(/says in its config who may call it/)
  }
})

test('a request without a credential is answered 401 with a challenge', async () => {
  const response = await app.inject('/v1/me')
  expect(response.statusCode).toBe(401)
  expect(response.headers['www-authenticate']).toBe('Bearer realm="switchboard"')
  expect(Problem.parse(response.json()).code).toBe('unauthenticated')
})

test.each([
  ['an unknown key', { authorization: 'Bearer sb_live_unknown' }],
  ['another admin key', { 'x-admin-api-key': 'admin1234' }],
  ['something else than a key', { authorization: 'Basic dXNlcjpwYXNz' }],
])('%s is answered 401', async (_what, headers) => {
  expect((await app.inject({ url: '/v1/me', headers })).statusCode).toBe(401)
})

test('a key is taken as a bearer token and as X-Api-Key', async () => {
  for (const headers of [{ authorization: `Bearer ${key}` }, { 'x-api-key': key }]) {
    const response = await app.inject({ url: '/v1/me', headers })
    expect(response.json()).toMatchObject({ kind: 'key', name: 'reader', scopes: readScopes })
  }
})

test('the admin key of the environment has every scope', async () => {
  expect((await app.inject({ url: '/v1/me', headers: admin })).json()).toMatchObject({ kind: 'admin_api' })
})

test('a key without the scope is answered 403, and the problem names the scope', async () => {
  const response = await app.inject({ method: 'POST', url: '/echo/x', headers: { 'x-api-key': key }, payload: {} })
  expect(response.statusCode).toBe(403)
  expect(response.json().detail).toContain('"keys:manage"')
})

test('an invalid request says where it is wrong', async () => {
  const url = '/echo/0190b0a0-0000-7000-8000-000000000000'
  const response = await app.inject({ method: 'POST', url, headers: admin, payload: { text: '', count: 'two' } })
  expect(response.statusCode).toBe(400)
  expect(response.headers['content-type']).toContain('application/problem+json')
  const problem = Problem.parse(response.json())
  expect(problem.code).toBe('invalid-request')
  expect(problem.errors?.map(({ path }) => path)).toEqual(['body.text', 'body.count'])
})

test.each([
  ['JSON that does not parse', { 'content-type': 'application/json' }, '{"text":', 400, 'invalid-request'],
  ['a type that is not taken', { 'content-type': 'text/csv' }, 'a,b', 415, 'unsupported-media-type'],
  ['more than 1 MiB', { 'content-type': 'application/json' }, `"${'x'.repeat(2 ** 20)}"`, 413, 'body-too-large'],
])('%s is refused as a problem', async (_what, headers, payload, status, code) => {
  const response = await app.inject({ method: 'POST', url: '/echo/x', headers: { ...admin, ...headers }, payload })
  expect(response.statusCode).toBe(status)
  const problem = Problem.parse(response.json())
  expect(problem.code).toBe(code)
  // A sentence that says more than the code.
  expect(problem.detail).toMatch(/JSON|media/)
})

test('a bug is logged and answered 500 without its text', async () => {
  const response = await app.inject('/fails')
  expect(response.statusCode).toBe(500)
  expect(response.body).not.toContain('hunter2')
  expect(Problem.parse(response.json()).requestId).toBe(response.headers['x-request-id'])
  expect(lines.some((line) => line.includes('hunter2'))).toBe(true)
})

test('the bare address leads programs to the docs and people to the console', async () => {
  const response = await app.inject('/')
  expect([response.statusCode, response.headers.location]).toEqual([302, '/docs'])
  const person = await app.inject({ url: '/', headers: { accept: 'text/html,application/xhtml+xml' } })
  expect([person.statusCode, person.headers.location]).toEqual([302, '/app/'])
})

test("the docs page is called by the product's name", async () => {
  expect((await app.inject('/docs')).body).toContain('<title>Switchboard API</title>')
})

test('a refusal keeps its headers', async () => {
  const response = await app.inject('/refuses')
  expect([response.statusCode, response.headers['retry-after']]).toEqual([503, '5'])
})

test('an unknown address is 404, a known one with another method 405 with Allow', async () => {
  expect((await app.inject('/nowhere')).json()).toMatchObject({ status: 404, code: 'not-found' })
  const response = await app.inject({ method: 'DELETE', url: '/v1/me' })
  expect(response.statusCode).toBe(405)
  expect(response.headers.allow).toBe('GET, HEAD')
})

test('a request id that the caller gave is kept, a nonsensical one replaced', async () => {
  const idOf = async (id: string) =>
    (await app.inject({ url: '/nowhere', headers: { 'x-request-id': id } })).headers['x-request-id']
  expect(await idOf('trace-1')).toBe('trace-1')
  expect(await idOf('two words')).not.toBe('two words')
})

test('a path is logged as its pattern, without what the caller put into it', async () => {
  await app.inject({ url: '/v1/me?q=a-secret-word', headers: admin })
  expect(lines.filter((line) => line.includes('/v1/me'))).not.toEqual([])
  expect(lines.some((line) => line.includes('a-secret-word'))).toBe(false)
})

test('OpenAPI 3.1 describes what is posted to webhook endpoints: every type of event, by the schema of its body', async () => {
  const { webhooks, components } = (await app.inject('/openapi.json')).json()
  expect(Object.keys(webhooks)).toEqual([...eventTypes, 'webhook.test'])
  const { parameters, requestBody } = webhooks['message.received'].post
  expect(parameters.map(({ name }: { name: string }) => name)).toEqual([
    'webhook-id',
    'webhook-timestamp',
    'webhook-signature',
  ])
  expect(requestBody.content['application/json'].schema.allOf).toMatchObject([
    { $ref: '#/components/schemas/WebhookBody' },
    { properties: { type: { const: 'message.received' } } },
  ])
  expect(components.schemas.WebhookBody.properties.data.properties).toHaveProperty('event')
  const named = [...JSON.stringify({ webhooks, components }).matchAll(/"#\/components\/schemas\/([^"]+)"/g)]
  for (const [, name] of named) expect(components.schemas).toHaveProperty([String(name)])
})

test('OpenAPI 3.1 describes the routes with their scopes, and the docs page is served from here', async () => {
  const document = (await app.inject('/openapi.json')).json()
  expect(document.openapi).toBe('3.1.0')
  expect(document.paths['/v1/me'].get).toMatchObject({
    operationId: 'getMe',
    description: 'Any valid credential.',
    responses: {
      default: { content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
    },
  })
  expect(document.components.schemas).toHaveProperty('Problem')
  expect(document.paths['/echo/{id}'].post.description).toBe('Scope: `keys:manage`.')
  const page = await app.inject('/docs/')
  expect(page.statusCode).toBe(200)
  expect(page.body).not.toMatch(/(src|href)="https?:/)
  expect((await app.inject('/docs/problems')).body).toContain('id="invalid-cursor"')
})
