import { afterAll, beforeAll, expect, test } from 'vitest'
import { isOpen, scopesOf } from '../access/permissions.ts'
import { createEventFeed } from '../events/feed.ts'
import { createGuardedClient, type GuardedClient } from '../http/guarded-fetch.ts'
import { createInbox, type Inbox } from '../ingest/inbox/inbox.ts'
import { createDiskBlobs } from '../media/disk-blobs.ts'
import { createPublicLinks } from '../media/public-links.ts'
import { createMetrics } from '../metrics/metrics.ts'
import { createTestApp, type TestApp } from '../testing/test-app.ts'
import { registerAdmin } from './compat/admin/index.ts'
import { registerCompatSettings } from './compat/settings/index.ts'
import { registerCompatTemplates } from './compat/templates/index.ts'
import { registerEvents } from './live/events.ts'
import { registerMcp } from './mcp/http/register.ts'
import { registerMetrics } from './metrics/metrics.ts'
import { testAccountRoutes } from './rest/accounts/account-routes.case.ts'
import { registerAccounts } from './rest/accounts/index.ts'
import { registerAudit } from './rest/audit/index.ts'
import { registerBroadcasts } from './rest/broadcasts/index.ts'
import { registerListCosts } from './rest/costs/list.ts'
import { registerHealth } from './rest/health/index.ts'
import { registerInbox } from './rest/inbox/index.ts'
import { registerKeys } from './rest/keys/index.ts'
import { registerMe } from './rest/me/get.ts'
import { registerMedia } from './rest/media/index.ts'
import { registerPublicMedia } from './rest/media/public.ts'
import { registerReadSide } from './rest/read-side.ts'
import { registerSendSide } from './rest/send-side.ts'
import { registerTemplates } from './rest/templates/index.ts'
import { registerWebhookEndpoints } from './rest/webhook-endpoints/index.ts'
import { registerCloudApiWebhook } from './webhooks/cloud-api.ts'
import { registerTwilioWebhook } from './webhooks/twilio.ts'

interface Route {
  readonly method: string
  readonly url: string
  readonly scope: string | undefined
  readonly isPublic: boolean
}

let server: TestApp
let inbox: Inbox
let client: GuardedClient
const routes: Route[] = []

beforeAll(async () => {
  server = await createTestApp(({ app, database, authenticator, audit }) => {
    app.addHook('onRoute', ({ method, url, config }) => {
      for (const name of [method].flat()) {
        const permission = config?.permission
        if (permission === undefined) throw new Error(`${name} ${url} has no permission`)
        const isPublic = isOpen(permission) || url === '/metrics'
        routes.push({ method: name, url, scope: scopesOf(permission)[0] ?? 'any', isPublic })
      }
    })
    const { db, pool } = database
    const feed = createEventFeed({ pool })
    const health = { pool, version: '1', gitVersion: null }
    inbox = createInbox({ pool })
    registerMetrics(app, { metrics: createMetrics() })
    registerHealth(app, health)
    registerAdmin(app, { db, ...health })
    void registerCloudApiWebhook(app, {
      inbox,
      verifyTokens: () => ['token'],
      appSecrets: () => ['secret'],
      verifySignature: true,
      accountKeyOf: () => '',
    })
    void registerTwilioWebhook(app, { inbox, authTokensOf: () => [], accountKeyOf: () => '' })
    registerReadSide(app, { db })
    const accounts = testAccountRoutes(database)
    registerAccounts(app, accounts)
    registerCompatSettings(app, {
      desk: accounts.desk,
      list: () => Promise.resolve([]),
      show: () => Promise.reject(new Error('nothing is saved')),
      onEvents: accounts.onEvents,
    })
    client = createGuardedClient()
    registerMedia(app, { db, pool, blobs: createDiskBlobs('/nowhere'), client, maxBytes: 1 })
    const links = createPublicLinks({ keys: () => [Buffer.alloc(32)], publicBaseUrl: undefined })
    registerPublicMedia(app, { db: pool, blobs: createDiskBlobs('/nowhere'), links })
    registerMe(app)
    registerWebhookEndpoints(app, {
      pool,
      client,
      box: { seal: () => ({}), open: () => '' },
      allowed: [],
      endOfLog: () => Promise.resolve(0),
      changed: () => undefined,
    })
    registerKeys(app, { db, pool, systemPool: pool, authenticator })
    registerAudit(app, { db })
    registerInbox(app, {
      db,
      bodiesOf: (_workspaceId, bodies) => Promise.resolve(bodies),
      replay: () => Promise.resolve({ replayed: 0, parked: 0 }),
    })
    registerEvents(app, { feed, findMessages: () => Promise.resolve(new Map()) })
    const sending = { pool, rules: { capabilitiesOf: () => undefined }, poke: () => undefined }
    const log = { info() {}, warn() {} }
    const templates = { ...accounts.services, pool, log, onEvents: () => undefined }
    registerSendSide(app, { ...sending, db })
    registerListCosts(app, { db, costs: { file: false, rates: [], problems: [] } })
    registerBroadcasts(app, { sending, poke: () => undefined })
    registerTemplates(app, { db, templates, sending })
    registerCompatTemplates(app, { db, sending })
    registerMcp(app, { db, audit, authenticator, sending, version: '1', publicBaseUrl: undefined, allowedHosts: [] })
  })
})
afterAll(async () => {
  await inbox.close()
  await client[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

/** Each has its reason. Whoever adds one says here why anybody may call it. */
const publicAddresses = [
  '/api/method/frappe_whatsapp.mcp.handle_mcp', // MCP by an older name: checks the key itself
  '/health/live', // says that the process runs
  '/health/ready', // a load balancer has no key
  '/mcp', // checks the key itself, and answers in MCP's words
  '/metrics', // open to this machine itself
  '/v1/media/:id/public', // the link is signed
  '/webhooks/twilio', // the signature is the credential
  '/webhooks/whatsapp', // the signature is the credential
]

test('only these addresses are public', () => {
  const found = new Set(routes.filter(({ isPublic }) => isPublic).map(({ url }) => url))
  expect([...found].sort()).toEqual(publicAddresses)
})

test('every other route refuses who has no credential, and who has not its scope', async () => {
  const guarded = routes.filter(({ isPublic }) => !isPublic)
  expect(guarded.length).toBeGreaterThan(20)
  const without = await server.headersOf('contacts:erase')
  for (const { method, url, scope } of guarded) {
    // The method was registered, so inject knows it.
    const call = (headers = {}) =>
      server.app.inject({ method: method as 'GET', url: url.replace(/:\w+/g, '1'), headers })
    expect([method, url, (await call()).statusCode]).toEqual([method, url, 401])
    if (scope !== 'any') expect([method, url, (await call(without)).statusCode]).toEqual([method, url, 403])
  }
})

test('every guarded address is in the OpenAPI document, with its own operation id and a summary', async () => {
  const { paths } = (await server.app.inject('/openapi.json')).json()
  const operations: { operationId: string; summary?: string }[] = []
  for (const { method, url, isPublic } of routes) {
    if (isPublic || method === 'HEAD') continue
    const operation = paths[url.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]
    expect(operation, `${method} ${url}`).toBeDefined()
    expect(operation.summary, `${method} ${url}`).toEqual(expect.any(String))
    operations.push(operation)
  }
  const ids = operations.map(({ operationId }) => operationId)
  expect(new Set(ids).size).toBe(ids.length)
})

test('the OpenAPI document requires the bodies that routes require, and no other', async () => {
  const { paths } = (await server.app.inject('/openapi.json')).json()
  const required = (url: string, method = 'post') => paths[url][method].requestBody.required
  const free = ['/v1/broadcasts/{id}/start', '/v1/broadcasts/{id}/approve', '/v1/approvals/{id}/reject']
  for (const url of free) expect([url, required(url)]).toEqual([url, false])
  expect([required('/v1/messages'), required('/v1/broadcasts/{id}', 'patch')]).toEqual([true, true])
})

test('every reference in the OpenAPI document leads somewhere, and every schema is referred to', async () => {
  const text = (await server.app.inject('/openapi.json')).body
  const { schemas } = JSON.parse(text).components
  const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name)
  expect([...new Set(references)].sort()).toEqual(Object.keys(schemas).sort())
  expect(Object.keys(schemas)).toContain('Problem')
})
