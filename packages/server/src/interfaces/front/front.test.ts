import { once } from 'node:events'
import net from 'node:net'
import { Problem } from '@switchboard/contract'
import pino from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createAuthenticator } from '../../access/authenticate.ts'
import { ensureDefaultWorkspace } from '../../access/default-workspace.ts'
import { routePermissions } from '../../access/permission-table.ts'
import { createMetrics, type Metrics } from '../../metrics/metrics.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/index.ts'
import { type App, createApp } from '../app.ts'
import { registerMetrics } from '../metrics/metrics.ts'
import { Refusal } from '../problem.ts'
import { answerRefusal, type Exchange } from './exchange.ts'

let database: TestDatabase
let app: App
let address: string
let metrics: Metrics
let lines: Record<string, unknown>[]
let asked: Exchange[]

beforeEach(async () => {
  database = await createTestDatabase()
  await open('info')
})
afterEach(async () => {
  await app.close()
  await database[Symbol.asyncDispose]()
})

async function open(level: string): Promise<void> {
  lines = []
  asked = []
  metrics = createMetrics()
  const authenticator = createAuthenticator({
    db: database.db,
    workspaceId: await ensureDefaultWorkspace(database.db),
  })
  const log = pino({ level }, { write: (line) => lines.push(JSON.parse(line)) })
  const permissions = { 'POST /held': { open: 'a test' }, 'POST /knock': { open: 'a test' }, ...routePermissions }
  app = await createApp({ log, authenticator, permissions })
  registerMetrics(app, { metrics })
  const schema = { summary: 'Knocks' }
  app.answerFirst({ method: 'POST', url: '/held', schema, answer: (exchange) => asked.push(exchange) })
  app.answerFirst({ method: 'POST', url: '/knock', schema, answer: knock })
  address = await app.listen({ host: '127.0.0.1', port: 0 })
}

function knock(exchange: Exchange): void {
  asked.push(exchange)
  const { headers } = exchange.request
  if (headers['x-bug']) answerRefusal(exchange, new TypeError('the password is hunter2'))
  else if (!headers['x-tired']) exchange.answerEmpty()
  else answerRefusal(exchange, new Refusal('too-many-requests', { detail: 'later', headers: { 'retry-after': '1' } }))
}

const post = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${address}${path}`, { method: 'POST', headers })
const counted = async () =>
  [...(await metrics.registry.metrics()).matchAll(/http_request_seconds_count\{(.*)\} (\d+)/g)].map(([, labels, n]) => [
    labels,
    n,
  ])

/** Both ways to the same function: past Fastify, and where only Fastify understands the address. */
const ways = ['/knock', '/knock?again=1']

test.each(ways)('%s is answered with the id that was given, counted once, and leaves no line', async (way) => {
  const response = await post(way, { 'x-request-id': 'trace-1' })
  expect([response.status, await response.text(), response.headers.get('x-request-id')]).toEqual([200, '', 'trace-1'])
  await expect.poll(counted).toEqual([['method="POST",route="/knock",status="200"', '1']])
  expect(lines.filter(({ msg }) => String(msg).startsWith('request'))).toEqual([])
})

test.each(ways)(
  '%s refused is a problem with its headers, counted once, with one line that holds no address',
  async (way) => {
    const response = await post(way, { 'x-tired': '1' })
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '1'])
    expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
    const problem = Problem.parse(await response.json())
    expect(problem).toMatchObject({ code: 'too-many-requests', detail: 'later' })
    expect(problem.requestId).toBe(response.headers.get('x-request-id'))
    await expect.poll(counted).toEqual([['method="POST",route="/knock",status="429"', '1']])
    const told = lines.filter(({ msg }) => msg === 'request refused')
    expect(told).toMatchObject([{ method: 'POST', route: '/knock', status: 429, reqId: problem.requestId, level: 30 }])
  },
)

test.each(ways)('a bug at %s is logged and answered 500 without its text', async (way) => {
  const response = await post(way, { 'x-bug': '1' })
  expect(response.status).toBe(500)
  expect(await response.text()).not.toContain('hunter2')
  expect(lines.filter(({ level }) => level === 50)).toMatchObject([{ route: '/knock', err: { type: 'TypeError' } }])
})

test('the plain address passes Fastify by, other spellings and methods do not', async () => {
  await post('/knock')
  await post('/knock?again=1')
  await app.inject({ method: 'POST', url: '/knock' })
  expect(asked.map(({ body }) => Buffer.isBuffer(body))).toEqual([true, false, false])
  const other = await fetch(`${address}/knock`)
  expect([other.status, other.headers.get('allow')]).toEqual([405, 'POST'])
  expect((await post('/knocks')).status).toBe(404)
})

test('a log that tells of all requests tells of these', async () => {
  await app.close()
  await open('debug')
  await post('/knock')
  await expect
    .poll(() => lines.find(({ msg }) => msg === 'request answered'))
    .toMatchObject({ method: 'POST', route: '/knock', status: 200 })
})

test('while the server closes, what is under way is answered and told that it was the last', async () => {
  const socket = net.connect(Number(new URL(address).port), '127.0.0.1')
  let heard = ''
  socket.on('data', (chunk) => (heard += chunk.toString()))
  socket.write('POST /held HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n')
  await expect.poll(() => asked.length).toBe(1)
  const gone = once(socket, 'close')
  const closed = app.close()
  await expect.poll(() => app.server.listening).toBe(false)
  const [exchange] = asked
  exchange?.answerEmpty()
  await Promise.all([closed, gone])
  expect(heard).toMatch(/^HTTP\/1.1 200 [\s\S]*\r\nConnection: close\r\n/)
  expect(asked).toHaveLength(1)
})

test('what is never answered is cut', async () => {
  const socket = net.connect(Number(new URL(address).port), '127.0.0.1')
  socket.write('POST /held HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n')
  await expect.poll(() => asked.length).toBe(1)
  const gone = once(socket, 'close')
  const closed = app.close()
  app.cutConnections()
  await Promise.all([closed, gone])
})
