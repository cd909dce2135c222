import { once } from 'node:events'
import net from 'node:net'
import { text } from 'node:stream/consumers'
import { Problem } from '@switchboard/contract'
import pino from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { routePermissions } from '../../access/permission-table.ts'
import { type App, createApp, type EdgeOptions } from '../app.ts'
import { answerRefusal } from '../front/exchange.ts'
import { Refusal } from '../problem.ts'
import { answerPage, pagePolicy } from './page-policy.ts'
import { securityHeaders } from './security-headers.ts'

const toAll = { open: 'a test' }
const permissions = {
  ...routePermissions,
  ...Object.fromEntries(
    ['/v1/media/:id/public', '/webhooks/odd', '/thing/:id', '/bug', '/page', '/hijacked', '/flood'].map((url) => [
      `GET ${url}`,
      toAll,
    ]),
  ),
  'POST /json': toAll,
  'POST /front': toAll,
  'GET /closed': 'admin',
} as const
let app: App
let address: string

async function open(edge: EdgeOptions = {}): Promise<void> {
  const nobody = () => Promise.reject(new Refusal('unauthenticated'))
  app = await createApp({
    log: pino({ level: 'silent' }),
    authenticator: { authenticate: nobody, forget() {}, reaches: () => Promise.resolve(true) },
    edge,
    permissions,
  })
  app.get('/thing/:id', (request) => ({ address: request.ip, protocol: request.protocol }))
  for (const url of ['/v1/media/:id/public', '/webhooks/odd']) app.get(url, () => ({}))
  app.get('/bug', () => Promise.reject(new TypeError('the password is hunter2')))
  app.post('/json', () => ({}))
  app.get('/page', (_request, reply) => answerPage(reply, page))
  app.get('/hijacked', (_request, reply) => {
    reply.hijack()
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream' }).end(': alive\n\n')
  })
  app.get('/flood', (_request, reply) => {
    reply.hijack()
    reply.raw.writeHead(200).write(Buffer.alloc(64 * 1024 * 1024))
  })
  app.get('/closed', () => 'never')
  app.answerFirst({
    method: 'POST',
    url: '/front',
    schema: {},
    answer: (exchange) =>
      exchange.request.headers['x-tired']
        ? answerRefusal(exchange, new Refusal('too-many-requests', { headers: { 'retry-after': '1' } }))
        : exchange.answerEmpty(),
  })
  address = await app.listen({ host: '127.0.0.1', port: 0 })
}
/** The server without settings serves all tests that need no other. */
let plain: { readonly app: App; readonly address: string }
beforeAll(async () => {
  await open()
  plain = { app, address }
})
beforeEach(() => {
  ;({ app, address } = plain)
})
afterEach(() => (app === plain.app ? undefined : app.close()))
afterAll(() => plain.app.close())

const page = {
  html: '<!doctype html><title>Sign in</title><style>body{margin:0}</style><form method="post">',
  formTargets: [
    'http://127.0.0.1:7777/callback?x=1',
    'cursor://anysphere/cb',
    'https://a.example/x; script-src *',
    '*',
  ],
}

async function raw(request: string): Promise<string> {
  const socket = net.connect(Number(new URL(address).port), '127.0.0.1')
  socket.on('error', () => {})
  await once(socket, 'connect')
  socket.write(request)
  const answer = await text(socket)
  socket.destroy()
  return answer
}

const large = 'x'.repeat(1_100_000)
test.each<[number, string, RequestInit]>([
  [200, '/thing/1', {}],
  [200, '/thing/1', { method: 'HEAD' }],
  [200, '/hijacked', {}],
  [200, '/front', { method: 'POST' }],
  [429, '/front', { method: 'POST', headers: { 'x-tired': 'yes' } }],
  [200, '/front?again', { method: 'POST' }],
  [400, '/thing/%zz', {}],
  [400, `/thing/${'1'.repeat(200)}`, {}],
  [400, '/json', { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } }],
  [401, '/closed', {}],
  [404, '/nothing', {}],
  [405, '/json', {}],
  [413, '/json', { method: 'POST', body: large, headers: { 'content-type': 'application/json' } }],
  [415, '/json', { method: 'POST', body: 'x', headers: { 'content-type': 'text/odd' } }],
  [500, '/bug', {}],
])('an answer of %i (%s) tells browsers to be careful with it', async (status, path, init) => {
  const response = await fetch(address + path, init)
  expect(response.status).toBe(status)
  expect(Object.fromEntries(response.headers)).toMatchObject(securityHeaders)
  expect(response.headers.has('strict-transport-security')).toBe(false)
  if (status >= 400) expect(Problem.parse(await response.json()).requestId).toBeDefined()
})

test.each([
  ['no HTTP', 'hello there\r\n\r\n', 400],
  ['headers without an end', `GET / HTTP/1.1\r\nhost: localhost\r\nx: ${'x'.repeat(17_000)}\r\n\r\n`, 431],
  ['two lengths', 'POST /json HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab', 400],
])(
  '%s is answered with a problem that says nothing of what came, and the connection ends',
  async (_name, bytes, status) => {
    const answer = await raw(bytes)
    const [head = '', body = ''] = answer.split('\r\n\r\n')
    expect(head.split('\r\n')[0]).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    for (const [name, value] of Object.entries(securityHeaders)) expect(head).toContain(`${name}: ${value}`)
    expect(JSON.parse(body)).toMatchObject({ status, code: 'invalid-request' })
  },
)

test('X-Forwarded-For and -Proto are believed of trusted proxies only', async () => {
  const headers = { 'x-forwarded-for': '203.0.113.9, 198.51.100.7', 'x-forwarded-proto': 'https' }
  const ask = async () => {
    const response = await fetch(`${address}/thing/1`, { headers })
    return [await response.json(), response.headers.get('strict-transport-security')]
  }
  expect(await ask()).toEqual([{ address: '127.0.0.1', protocol: 'http' }, null])
  await open({ trustedProxies: ['10.0.0.0/8'] })
  expect(await ask()).toEqual([{ address: '127.0.0.1', protocol: 'http' }, null])
  await app.close()
  await open({ trustedProxies: ['127.0.0.0/8'] })
  expect(await ask()).toEqual([{ address: '198.51.100.7', protocol: 'https' }, 'max-age=31536000'])
  const front = await fetch(`${address}/front`, { method: 'POST', headers })
  expect(front.headers.get('strict-transport-security')).toBe('max-age=31536000')
})

const ask = async (host: string) =>
  (await raw(`GET /thing/1 HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`)).slice(9, 12)

test.each([
  ...['localhost', 'LOCALHOST:8000', '127.0.0.1', '[::1]:80', 'desk.example.com', 'app.localhost', 'localhost.'],
])('a server of this machine answers to %s', async (host) => {
  await open({ loopback: true, publicBaseUrl: 'https://desk.example.com' })
  expect(await ask(host)).toBe('200')
})

test.each(['evil.example', 'localhost.evil.example', 'desk.example.com.evil.example', '127.0.0.1.evil.example:80'])(
  'a server of this machine refuses the name %s, which a page could point at it',
  async (host) => {
    await open({ loopback: true, publicBaseUrl: 'https://desk.example.com' })
    expect(await ask(host)).toBe('421')
  },
)

const tunnelHost = 'some-words.trycloudflare.com'
test.each([
  ['/webhooks/odd', '', '200', '200'],
  ['/v1/media/1/public', '', '200', '200'],
  ['/v1/media/1%2Fpublic/../public', '', '403', '404'],
  ['/thing/1', '', '403', '200'],
  ['/sign-in', '', '403', '404'],
  ['/webhooks/../thing/1', '', '404', '404'],
  // Under another name, which Cloudflare would not route here.
  ['/thing/1', 'localhost', '403', '200'],
])('through a tunnel %s is answered %s%s, and %s where everything was opened', async (url, name, status, opened) => {
  const tunnel = { host: tunnelHost, opens: 'webhooks' as 'webhooks' | 'everything' }
  await open({ loopback: true, tunnel: () => tunnel })
  const through = (host: string) => `host: ${host}\r\ncf-connecting-ip: 203.0.113.9\r\nconnection: close\r\n\r\n`
  const look = async () => (await raw(`GET ${url} HTTP/1.1\r\n${through(name || tunnelHost)}`)).slice(9, 12)
  expect(await look()).toBe(status)
  tunnel.opens = 'everything'
  expect(await look()).toBe(opened)
  expect(await ask('localhost')).toBe('200')
})

test('without a tunnel its name is nobody\u2019s, and with one a request names one host', async () => {
  let tunnel: { host: string; opens: 'everything' } | undefined = { host: tunnelHost, opens: 'everything' }
  await open({ loopback: true, tunnel: () => tunnel })
  expect(await ask(tunnelHost)).toBe('200')
  const two = `GET /thing/1 HTTP/1.1\r\nhost: ${tunnelHost}\r\nhost: localhost\r\nconnection: close\r\n\r\n`
  expect((await raw(two)).slice(9, 12)).toBe('421')
  tunnel = undefined
  expect(await ask(tunnelHost)).toBe('421')
})

test.each(['a b', 'a,b', 'user@a', 'a/b', 'a:b', '"a"', 'a\tb'])('no server answers to the host %j', async (host) => {
  expect(await ask(host)).toMatch(/^4(00|21)$/)
})

test.each([
  ['two hosts', 'GET /thing/1 HTTP/1.1\r\nhost: localhost\r\nHOST: evil.example\r\nconnection: close\r\n\r\n', '421'],
  [
    'another host in its line',
    'GET http://evil.example/thing/1 HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n',
    '400',
  ],
  [
    'the same host in its line',
    'GET http://localhost/thing/1 HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n',
    '200',
  ],
  ['no path', 'GET * HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n', '400'],
  ['no version', 'GET /thing/1\r\nhost: localhost\r\n\r\n', '400'],
])('a request with %s is answered as such a one', async (_what, bytes, status) => {
  const answer = await raw(bytes)
  expect(/ (\d{3}) /.exec(answer)?.[1]).toBe(status)
})

test('the docs page and everything that it loads come from here, and it takes no inline script', async () => {
  const response = await fetch(`${address}/docs/`)
  const policy = response.headers.get('content-security-policy') ?? ''
  expect(policy).toContain("script-src 'self'; style-src 'self' 'unsafe-inline'")
  expect(policy).toContain("frame-ancestors 'none'")
  const html = await response.text()
  expect(html).not.toMatch(/<script(?![^>]*src=)/)
  for (const [, path = ''] of html.matchAll(/(?:src|href)="([^"]+)"/g)) {
    const file = await fetch(new URL(path, `${address}/docs/`))
    expect([path, file.status, file.headers.get('x-content-type-options')]).toEqual([path, 200, 'nosniff'])
    await file.arrayBuffer()
  }
  expect((await fetch(`${address}/docs/problems`)).headers.get('content-security-policy')).toMatch(/style-src 'sha256-/)
})

test('a page allows its own styles, no scripts, and forms to here and where it says', async () => {
  const policy = (await fetch(`${address}/page`)).headers.get('content-security-policy') ?? ''
  expect(policy).toBe(pagePolicy(page))
  const parts = Object.fromEntries(policy.split('; ').map((part) => [part.split(' ')[0], part.split(' ').slice(1)]))
  expect(parts).toMatchObject({
    'default-src': ["'none'"],
    'style-src': [expect.stringMatching(/^'sha256-.{44}'$/)],
    'form-action': ["'self'", 'http://127.0.0.1:7777', 'cursor:', 'https://a.example'],
    'frame-ancestors': ["'none'"],
  })
  expect(policy).not.toContain('script-src')
})

test('whoever takes nothing of an answer loses the connection', async () => {
  const { dropStalled } = await import('./drop-stalled.ts')
  const served = once(app.server, 'request')
  const socket = net.connect(Number(new URL(address).port), '127.0.0.1')
  socket.on('error', () => {})
  socket.pause()
  socket.write('GET /flood HTTP/1.1\r\nhost: localhost\r\n\r\n')
  const [, response] = await served
  dropStalled(response, 100)
  await once(response, 'close')
  expect(response.writableFinished).toBe(false)
  socket.destroy()
})
