import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { createExchange, type Exchange, ExchangeError, type ExchangeOptions, readText } from './exchange.ts'

const open: { server: Server; exchange: Exchange }[] = []
afterEach(async () => {
  for (const { server, exchange } of open.splice(0)) {
    await exchange[Symbol.asyncDispose]()
    server.closeAllConnections()
    server.close()
  }
})

async function serve(listener: RequestListener, options: ExchangeOptions = {}) {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const exchange = createExchange(options)
  open.push({ server, exchange })
  const { port } = server.address() as AddressInfo // it listens on a port
  const ask = (path = '/', signal?: AbortSignal) =>
    exchange.ask({ method: 'POST', url: new URL(path, `http://127.0.0.1:${port}`), headers: {}, body: '{}', signal })
  return { server, ask }
}

async function failure(asking: Promise<unknown>): Promise<ExchangeError> {
  const error = await asking.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof ExchangeError) return error
  throw new Error('it did not fail', { cause: error })
}

test('connections are kept and used again', async () => {
  let connections = 0
  const { server, ask } = await serve((_request, response) => response.end('yes'))
  server.on('connection', () => (connections += 1))
  for (let request = 0; request < 20; request++) expect(await readText((await ask()).body)).toBe('yes')
  // undici opens a second one where the first is not free at once.
  expect(connections).toBeLessThanOrEqual(2)
})

test('given up while the provider thinks: it may have arrived', async () => {
  const stop = new AbortController()
  const { ask } = await serve(() => stop.abort())
  expect((await failure(ask('/', stop.signal))).left).toBe(true)
})

test('given up while it waits for a free connection: it never left', async () => {
  const stop = new AbortController()
  const seen: string[] = []
  let answerFirst = () => {}
  const { server, ask } = await serve(
    ({ url = '' }, response) => {
      seen.push(url)
      answerFirst = () => response.end('late')
    },
    { connections: 1 },
  )
  const first = ask('/first')
  await once(server, 'request')
  const second = failure(ask('/second', stop.signal))
  stop.abort()
  answerFirst()
  await readText((await first).body)
  expect((await second).left).toBe(false)
  expect(seen).toEqual(['/first'])
})

test('an answer that ends early is none', async () => {
  const { ask } = await serve((_request, response) => {
    response.writeHead(200, { 'content-length': '100' })
    response.write('half', () => response.destroy())
  })
  const answer = await ask()
  expect((await failure(readText(answer.body))).left).toBe(true)
})

test('a redirect is given back, not followed', async () => {
  let requests = 0
  const { ask } = await serve((_request, response) => {
    requests += 1
    response.writeHead(307, { location: '/elsewhere' }).end()
  })
  expect(await ask()).toMatchObject({ status: 307, headers: { location: '/elsewhere' } })
  expect(requests).toBe(1)
})
