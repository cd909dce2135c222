import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKey } from '../access/keys.ts'
import { createTestApp, type TestApp } from '../testing/test-app.ts'
import { registerMcp } from './mcp/http/register.ts'
import { registerHealth } from './rest/health/index.ts'
import { registerMe } from './rest/me/get.ts'

let server: TestApp
beforeAll(async () => {
  server = await createTestApp(
    ({ app, database, authenticator, audit }) => {
      const { db, pool } = database
      registerMe(app)
      registerHealth(app, { pool, version: '1', gitVersion: null })
      const sending = { pool, rules: { capabilitiesOf: () => undefined }, poke: () => undefined }
      registerMcp(app, { db, audit, authenticator, sending, version: '1', publicBaseUrl: undefined, allowedHosts: [] })
    },
    {},
    { perCredential: 5, perAddress: 20 },
  )
})
afterAll(() => server[Symbol.asyncDispose]())

let addresses = 0
const newAddress = () => `203.0.113.${(addresses += 1)}`

async function newHeaders() {
  const { key } = await createKey(server.database.db, {
    workspaceId: server.workspaceId,
    name: 'shop',
    scopes: ['messages:read'],
  })
  return { authorization: `Bearer ${key}` }
}
const me = (headers: object, remoteAddress = '127.0.0.1') =>
  server.app.inject({ url: '/v1/me', headers: { ...headers }, remoteAddress })
async function statuses(count: number, ask: () => Promise<{ statusCode: number }>): Promise<number[]> {
  const answers: number[] = []
  for (let i = 0; i < count; i += 1) answers.push((await ask()).statusCode)
  return answers
}

test('a credential that asks too much is told how long to wait, wherever it asks from; others are not held up', async () => {
  const headers = await newHeaders()
  expect(await statuses(5, () => me(headers, newAddress()))).toEqual([200, 200, 200, 200, 200])
  const refused = await me(headers, newAddress())
  expect(refused.json()).toMatchObject({ status: 429, code: 'too-many-requests' })
  const wait = Number(refused.headers['retry-after'])
  expect(wait).toBeGreaterThan(0)
  expect(wait).toBeLessThanOrEqual(60)
  expect(refused.headers['content-type']).toContain('application/problem+json')
  expect(refused.headers['ratelimit']).toContain(`"credential";r=0;t=${wait}`)
  expect((await me(await newHeaders())).statusCode).toBe(200)
})

test('every answer says what is left, of each limit that counted', async () => {
  const headers = await newHeaders()
  const [first, second] = [await me(headers, '198.51.100.1'), await me(headers, '198.51.100.1')]
  expect(first.headers['ratelimit-policy']).toBe('"address";q=20;w=60, "credential";q=5;w=60')
  expect(first.headers['ratelimit']).toMatch(/^"address";r=19;t=\d+, "credential";r=4;t=\d+$/)
  expect(second.headers['ratelimit']).toMatch(/^"address";r=18;t=\d+, "credential";r=3;t=\d+$/)
})

test('an address without any credential is limited, an IPv6 network as one, and also where there is nothing', async () => {
  for (const [first, second] of [
    ['198.51.100.2', '::ffff:198.51.100.2'],
    ['2001:db8:1:1::1', '2001:db8:1:1:ffff::2'],
  ]) {
    await statuses(19, () => me({ authorization: 'Bearer sb_live_guess' }, first))
    const nowhere = { url: '/nowhere', remoteAddress: second ?? '' }
    expect((await server.app.inject(nowhere)).statusCode).toBe(404)
    expect((await server.app.inject(nowhere)).statusCode).toBe(429)
  }
  expect((await me({}, '2001:db8:1:2::1')).statusCode).toBe(401)
})

test('programs on this machine have no limit by address, but what a proxy there passes on has', async () => {
  expect(new Set(await statuses(30, () => me({})))).toEqual(new Set([401]))
  expect((await statuses(21, () => me({ 'x-forwarded-for': '198.51.100.9' }))).at(-1)).toBe(429)
})

test('whether the process lives is answered all the same', async () => {
  const url = '/health/live'
  const remoteAddress = newAddress()
  expect(new Set(await statuses(25, () => server.app.inject({ url, remoteAddress })))).toEqual(new Set([200]))
})

test('over MCP each call counts, also those that come together in one body', async () => {
  const headers = { ...(await newHeaders()), accept: 'application/json, text/event-stream' }
  const call = (id: number) => ({
    jsonrpc: '2.0',
    id,
    method: 'tools/call',
    params: { name: 'get_stats', arguments: {} },
  })
  const post = (payload: object) => server.app.inject({ method: 'POST', url: '/mcp', headers, payload })
  expect((await post([1, 2, 3, 4].map(call))).statusCode).not.toBe(429)
  const refused = await post([5, 6].map(call))
  expect(refused.statusCode).toBe(429)
  expect(refused.json()).toMatchObject({ jsonrpc: '2.0', error: { code: -32005 } })
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  expect((await me(headers)).statusCode).toBe(429)
})

test('that a credential was refused is in the audit once, not as often as it asked', async () => {
  const headers = await newHeaders()
  await statuses(15, () => me(headers))
  const count = async () => {
    const { rows } = await server.database.pool.query(
      `select count(*) filter (where status = 200)::int as answered, count(*) filter (where status = 429)::int as refused
       from audit where actor = (select id::text from api_keys order by id desc limit 1)`,
    )
    return rows[0]
  }
  await expect.poll(count, { timeout: 60_000 }).toEqual({ answered: 5, refused: 1 })
})
