import { once } from 'node:events'
import http, { type IncomingHttpHeaders } from 'node:http'
import https from 'node:https'
import net, { type AddressInfo, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import tls from 'node:tls'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { authority, server as certificate } from '../../testing/certificates.case.ts'
import type { FastConnection } from './fast-connection.ts'
import { createFastPath, type FastPath } from './fast-path.ts'

/** What a server was asked, by whichever way. */
interface Asked {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

interface Served {
  readonly server: http.Server
  readonly port: number
  readonly asked: Asked[]
  /** How many of them did not come by node:http. */
  readonly fast: FastConnection[]
  readonly path: FastPath | undefined
}

const open = new Set<http.Server>()
const sockets = new Set<Socket>()
let served: Served

beforeEach(async () => {
  served = await serve(true)
})
afterEach(() => {
  for (const socket of sockets) socket.destroy()
  sockets.clear()
  for (const server of open) {
    server.close()
    server.closeAllConnections()
  }
  open.clear()
})

/** Answers each POST to /hook, with or without the fast path in front. */
async function serve(withFastPath: boolean, answers = true): Promise<Served> {
  const asked: Asked[] = []
  const fast: FastConnection[] = []
  const server = http.createServer({ headersTimeout: 1_000, connectionsCheckingInterval: 100 }, (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('error', () => {})
    request.on('end', () => {
      const isHook = request.method === 'POST' && request.url === '/hook'
      if (isHook) asked.push({ headers: request.headers, body: Buffer.concat(chunks).toString('latin1') })
      response.writeHead(isHook ? 200 : 404).end()
    })
  })
  open.add(server)
  const path = withFastPath ? createFastPath(server) : undefined
  path?.open('POST /hook HTTP/1.1\r\n', ({ headers, body }, connection) => {
    fast.push(connection)
    asked.push({ headers: { ...headers }, body: body.toString('latin1') })
    const answer = () => connection.answer('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n', 'latin1')
    if (!answers) return
    if (body.length % 2 === 0) answer()
    else setImmediate(answer)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { server, port: (server.address() as AddressInfo).port, asked, fast, path } // a TCP server's
}

interface Heard {
  text: string
  closed: boolean
  reset: boolean
}

function connect({ port } = served): { socket: Socket; heard: Heard; closed: Promise<void> } {
  const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  const heard = { text: '', closed: false, reset: false }
  socket.on('data', (chunk) => (heard.text += chunk.toString('latin1')))
  socket.on('error', () => (heard.reset = true))
  socket.on('end', () => socket.end())
  const { promise: closed, resolve } = Promise.withResolvers<void>()
  socket.on('close', () => {
    heard.closed = true
    resolve()
  })
  socket.setNoDelay(true)
  sockets.add(socket)
  return { socket, heard, closed }
}

const post = (body: string, ...lines: string[]) =>
  `POST /hook HTTP/1.1\r\n${['host: x', `content-length: ${body.length}`, ...lines].join('\r\n')}\r\n\r\n${body}`
const statuses = (text: string) => [...text.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status))
const bodies = () => served.asked.map(({ body }) => body)

test('one request after the other is taken from one connection', async () => {
  const { socket, heard } = connect()
  for (const [index, body] of ['one', 'two', 'three'].entries()) {
    socket.write(post(body))
    await expect.poll(() => statuses(heard.text)).toHaveLength(index + 1)
  }
  expect(bodies()).toEqual(['one', 'two', 'three'])
  expect(served.fast).toHaveLength(3)
})

test('a request in pieces is one request', async () => {
  const { socket, heard } = connect()
  const text = post('a body in pieces')
  for (const piece of [text.slice(0, 3), text.slice(3, 30), text.slice(30, -4), text.slice(-4)]) {
    socket.write(piece)
    await sleep(20)
  }
  await expect.poll(() => statuses(heard.text)).toEqual([200])
  expect([bodies(), served.fast.length]).toEqual([['a body in pieces'], 1])
})

test('requests that are sent ahead are answered in their order', async () => {
  const { socket, heard } = connect()
  socket.write(`${post('one')}${post('two')}${post('three').slice(0, 40)}`)
  await expect.poll(bodies).toEqual(['one', 'two'])
  socket.write(post('three').slice(40))
  await expect.poll(() => statuses(heard.text)).toEqual([200, 200, 200])
  expect([bodies(), served.fast.length]).toEqual([['one', 'two', 'three'], 3])
})

test.each([
  ['another address', 'GET / HTTP/1.1\r\nhost: x\r\n\r\n', 404],
  ['chunks', 'POST /hook HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n', 200],
  ['a large body', post('x'.repeat(200_000)), 200],
  ['no HTTP', 'hello\r\n\r\n', 400],
])('%s after a plain request is for node:http, and so is what follows', async (_what, text, status) => {
  const { socket, heard } = connect()
  socket.write(post('one'))
  await expect.poll(() => statuses(heard.text)).toEqual([200])
  socket.write(text)
  await expect.poll(() => statuses(heard.text)).toEqual([200, status])
  if (status === 400) return
  socket.write(post('last'))
  await expect.poll(() => statuses(heard.text)).toEqual([200, status, 200])
  expect([bodies().at(-1), served.fast.length]).toEqual(['last', 1])
})

test('what comes slowly waits in node:http, with its time-outs', async () => {
  const silent = connect()
  const { socket, heard } = connect()
  socket.write(post('slow').slice(0, 10))
  const text = post('late')
  const late = connect()
  late.socket.write(text.slice(0, -2))
  await sleep(1_300)
  late.socket.write(text.slice(-2))
  await expect.poll(() => statuses(late.heard.text)).toEqual([200])
  await expect.poll(() => heard.closed && silent.heard.closed, { timeout: 5_000 }).toBe(true)
  expect(statuses(heard.text)).toEqual([408])
  expect([bodies(), served.fast]).toEqual([['late'], []])
})

test('an idle connection is closed a second after the time that its answers tell', async () => {
  served.server.keepAliveTimeout = 500
  const { socket, heard } = connect()
  socket.write(post('one'))
  await expect.poll(() => statuses(heard.text)).toEqual([200])
  await sleep(1_200)
  expect(heard.closed).toBe(false)
  await expect.poll(() => heard.closed, { timeout: 2_000 }).toBe(true)
})

test('who has said all gets the answer, and then the end', async () => {
  const { socket, heard } = connect()
  socket.end(post('one'))
  await expect.poll(() => heard.closed).toBe(true)
  expect([statuses(heard.text), bodies()]).toEqual([[200], ['one']])
  const cut = connect()
  cut.socket.end(post('two').slice(0, -1))
  await expect.poll(() => cut.heard.closed).toBe(true)
  expect([statuses(cut.heard.text), bodies()]).toEqual([[400], ['one']])
})

test('who takes no answers is asked to wait, and loses the connection', async () => {
  served.server.keepAliveTimeout = 1_000
  const { socket, heard } = connect()
  served.path?.open('POST /flood HTTP/1.1\r\n', (_request, connection) => {
    served.fast.push(connection)
    const text = `HTTP/1.1 200 OK\r\ncontent-length: 20000000\r\n\r\n${'x'.repeat(20_000_000)}`
    setImmediate(() => connection.answer(text, 'latin1'))
  })
  await once(socket, 'connect')
  socket.pause()
  const flood = post('').replace('/hook', '/flood')
  socket.write(flood + flood + flood)
  await expect.poll(() => served.fast.length).toBe(1)
  await expect.poll(() => served.fast[0]?.socket.destroyed, { timeout: 5_000 }).toBe(true)
  expect([served.fast.length, heard.closed]).toEqual([1, false])
})

test('a server that closes ends idle connections at once and busy ones with their answer', async () => {
  const held = await serve(true, false)
  const busy = connect(held)
  busy.socket.write(post('busy'))
  const ahead = connect(held)
  ahead.socket.write(post('ahead') + post('lost'))
  await expect.poll(() => held.fast.length).toBe(2)
  const idle = connect()
  idle.socket.write(post('idle'))
  await expect.poll(() => statuses(idle.heard.text)).toEqual([200])
  for (const { path, server } of [held, served]) {
    path?.close()
    server.close()
  }
  await expect.poll(() => idle.heard.closed).toBe(true)
  expect([busy.heard.closed, held.fast.every(({ closing }) => closing)]).toEqual([false, true])
  for (const connection of held.fast) connection.answer('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n', 'latin1')
  await expect.poll(() => busy.heard.closed && ahead.heard.closed).toBe(true)
  expect([statuses(busy.heard.text), statuses(ahead.heard.text), held.asked.length]).toEqual([[200], [200], 2])
})

test('what cannot be answered in time is cut', async () => {
  const held = await serve(true, false)
  const { socket, heard } = connect(held)
  socket.write(post('one'))
  await expect.poll(() => held.fast.length).toBe(1)
  held.path?.cut()
  await expect.poll(() => heard.closed).toBe(true)
  // Whoever answers later disturbs nobody.
  held.fast[0]?.answer('HTTP/1.1 200 OK\r\n\r\n', 'latin1')
})

test('over TLS it is the same', async () => {
  const server = https.createServer({ key: certificate.key, cert: certificate.cert }, (_request, response) => {
    response.writeHead(404).end()
  })
  open.add(server)
  const taken: string[] = []
  createFastPath(server).open('POST /hook HTTP/1.1\r\n', ({ body }, connection) => {
    taken.push(String(body))
    setImmediate(() => connection.answer('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n', 'latin1'))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // a TCP server's
  const socket = tls.connect({ port, host: '127.0.0.1', ca: authority.cert, checkServerIdentity: () => undefined })
  sockets.add(socket)
  let heard = ''
  socket.on('data', (chunk) => (heard += String(chunk)))
  const large = 'x'.repeat(40_000)
  socket.write(post('one') + post(large))
  await expect.poll(() => statuses(heard)).toEqual([200, 200])
  socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n')
  await expect.poll(() => statuses(heard)).toEqual([200, 200, 404])
  expect(taken).toEqual(['one', large])
})

/** Pieces of requests, good and bad, so that what one reader takes for a body is not what another takes for a request. */
const line = fc.constantFrom(
  ...['Content-Length: 5', 'content-length: 05', 'Content-Length: 5, 5', 'Content-Length : 5', 'content-length:5 '],
  ...['Transfer-Encoding: chunked', 'transfer-encoding: identity', 'Connection: close', 'Connection: Keep-Alive'],
  ...['X-A: b', 'X-A: c', 'X-A:', 'X-A: \xe9', ' folded', 'X-B: \t a b \t', 'Expect: 100-continue', 'TE: trailers'],
  ...[
    'X-C: \t\t',
    'X-D:\ta\t\tb \t',
    'X-E: \x01',
    'X(: a',
    'X-F: "a, b"',
    'Host: y',
    'Cookie: a',
    'Cookie: b',
    'Age: 1',
    'Age: 2',
  ],
  ...[
    'Connection:',
    'Connection: keep-alive, x',
    'Upgrade: x',
    'Trailer: x',
    'Content-Length: 00000005',
    'Content-Length: 5;',
  ],
)
const request = fc
  .record({
    first: fc.constantFrom('POST /hook HTTP/1.1', 'POST /hook HTTP/1.0', 'POST /hook?a HTTP/1.1', 'GET /hook HTTP/1.1'),
    host: fc.constantFrom('Host: x\r\n', 'Host: x\r\n', 'Host: x\r\n', ''),
    lines: fc.array(line, { maxLength: 4 }),
    lineEnd: fc.constantFrom('\r\n', '\r\n', '\r\n', '\r\n', '\n', '\r'),
    length: fc.constantFrom(0, 5, 5, 40, undefined),
    body: fc.constantFrom('', 'hello', '5\r\nhello\r\n0\r\n\r\n', 'POST /hook HTTP/1.1\r\nHost: y\r\n\r\n', '\r\n'),
  })
  .map(({ first, host, lines, lineEnd, length, body }) => {
    const announced = length === undefined ? [] : [`Content-Length: ${length}`]
    return `${first}\r\n${host}${[...announced, ...lines].map((one) => one + lineEnd).join('')}\r\n${body}`
  })

test('whatever comes, in whichever pieces, is understood as node:http understands it', async () => {
  const bare = await serve(false)
  const tell = async (to: Served, pieces: readonly string[]) => {
    to.asked.length = 0
    const { socket, heard, closed } = connect(to)
    for (const piece of pieces) {
      socket.write(piece, 'latin1')
      await new Promise(setImmediate)
    }
    socket.end()
    await closed
    return {
      reset: heard.reset,
      heard: statuses(heard.text),
      asked: to.asked.map(({ headers, body }) => ({ headers: { ...headers }, body })),
    }
  }
  let fast = 0
  const streams = fc.array(request, { minLength: 1, maxLength: 3 })
  const cuts = fc.array(fc.nat(300), { maxLength: 3 })
  const strange = fc.constantFrom('\r', '\n', '\0', ' ', '\t', ':', ',', '\x7f', '\xff', '')
  const damage = fc.array(fc.record({ at: fc.nat(200), put: strange }), { maxLength: 1 })
  await fc.assert(
    fc.asyncProperty(streams, damage, cuts, async (requests, damages, places) => {
      let text = requests.join('')
      for (const { at, put } of damages) text = text.slice(0, at) + put + text.slice(at + 1)
      const ends = [0, ...places.toSorted((a, b) => a - b), text.length]
      const pieces = ends
        .slice(1)
        .map((end, index) => text.slice(ends[index], end))
        .filter((piece) => piece !== '')
      served.fast.length = 0
      const ours = await tell(served, pieces)
      fast += served.fast.length
      const theirs = await tell(bare, pieces)
      expect(ours.asked).toEqual(theirs.asked)
      // Its refusal of what cannot be read may overtake its answers to what came before that.
      const broken = [ours, theirs].some(({ reset, heard }) => reset || heard.includes(400))
      if (!broken) expect(ours.heard).toEqual(theirs.heard)
    }),
    { numRuns: 2_000 },
  )
  expect(fast).toBeGreaterThan(20)
})
