import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { FetchRefused } from './fetch-refused.ts'
import { createGuardedClient, type GuardedClient, type GuardedRequest, type GuardOptions } from './guarded-fetch.ts'
import { type Resolve, systemResolve } from './guarded-lookup.ts'
import { parseAddressRange } from './public-address.ts'

/** Stands for the private network: every request that reaches it is written down. */
let server: http.Server
let port = 0
const reached: string[] = []
const pages: Record<string, (request: http.IncomingMessage, response: http.ServerResponse) => void> = {
  '/file': (_request, response) => response.end('the file'),
  '/long': (_request, response) => {
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(16_384)));
    }
    response.on('drain', more)
    more()
  },
  '/announced': (_request, response) => response.setHeader('content-length', '5000000').end(),
  '/slow': (_request, response) => void response.write('begin'),
  '/silent': () => {},
  '/cut': (request, response) => {
    response.write('begin')
    setImmediate(() => request.socket.destroy())
  },
  '/headers': (request, response) => response.end(JSON.stringify(request.headers)),
  '/teapot': (_request, response) => response.writeHead(418).end('short and stout'),
}

beforeAll(async () => {
  server = http.createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://here')
    reached.push(`${request.method} ${pathname}`)
    const to = searchParams.get('to')
    if (to !== null) response.writeHead(Number(searchParams.get('status') ?? 302), { location: to }).end()
    else pages[pathname]?.(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ;({ port } = server.address() as AddressInfo) // a TCP server's
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})
beforeEach(() => void reached.splice(0))

/** The test server counts as the internet; 127.0.0.2 and the rest of loopback stay what they are. */
const allowed = [parseAddressRange('127.0.0.1')!]
/** Names of the tests; whatever else is asked for is unknown. */
const resolve: Resolve = (hostname) => {
  const address = {
    'files.example': ['127.0.0.1'],
    'inside.example': ['10.0.0.1'],
    'half.example': ['127.0.0.1', '::1'],
  }
  const found = (address as Record<string, string[]>)[hostname] // any text may be asked for
  if (!found) return Promise.reject(Object.assign(new Error('unknown'), { code: 'ENOTFOUND' }))
  return Promise.resolve(found.map((one) => ({ address: one, family: one.includes(':') ? 6 : 4 })))
}

async function using<Result>(options: GuardOptions, work: (client: GuardedClient) => Promise<Result>): Promise<Result> {
  await using client = createGuardedClient({ ...{ allowed, resolve }, ...options })
  return await work(client)
}
const codeOf = (options: GuardOptions, request: Partial<GuardedRequest> & { url: string }) =>
  using(options, async (client) => {
    try {
      const answer = await client.fetch(request)
      await text(answer.body)
      return answer.status
    } catch (error) {
      return error instanceof FetchRefused ? error.code : error
    }
  })
const here = (path: string) => `http://files.example:${port}${path}`
const through = (to: string, status = 302) => here(`/redirect?status=${status}&to=${encodeURIComponent(to)}`)

test('fetches what is reachable, and any status is an answer', async () => {
  await using({}, async (client) => {
    const answer = await client.fetch({ url: here('/file') })
    expect([answer.status, await text(answer.body), answer.url]).toEqual([200, 'the file', here('/file')])
    expect((await client.fetch({ url: here('/teapot') })).status).toBe(418)
  })
})

test.each([
  ...['127.0.0.1', '127.1', '2130706433', '0x7f000001', '0177.0.0.1', '0x7f.1', '0', '0.0.0.0', '127.0.0.2', '[::1]'],
  ...['[::]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::127.0.0.1]', '[64:ff9b::7f00:1]', '[2002:7f00:1::]'],
  ...['①②⑦.⓪.⓪.①', '127。0。0。1', '169.254.169.254', '10.0.0.1', '[fd00::1]', '%31%32%37.0.0.1', '127.0.0.1.'],
])('does not go to http://%s', async (host) => {
  const options = { allowed: [] }
  expect(await codeOf(options, { url: `http://${host}:${port}/file` })).toBe('address-not-public')
  expect(reached).not.toContain('GET /file')
})

test('does not go to a name that leads to a private address, or to one among others', async () => {
  expect(await codeOf({}, { url: `http://inside.example:${port}/file` })).toBe('address-not-public')
  expect(await codeOf({}, { url: `http://half.example:${port}/file` })).toBe('address-not-public')
  expect(await codeOf({ allowed: [], resolve: systemResolve }, { url: `http://localhost:${port}/file` })).toBe(
    'address-not-public',
  )
  expect(reached).toEqual([])
})

test('a name that answers differently the second time is looked up once for a connection', async () => {
  let asked = 0
  const rebinding: Resolve = () => {
    asked += 1
    return Promise.resolve([{ address: asked === 1 ? '127.0.0.1' : '127.0.0.9', family: 4 }])
  }
  expect(await codeOf({ resolve: rebinding }, { url: here('/file') })).toBe(200)
  expect(asked).toBe(1)
  // and the second connection is checked anew
  const later: Resolve = () => Promise.resolve([{ address: '127.0.0.9', family: 4 }])
  expect(await codeOf({ resolve: later }, { url: here('/file') })).toBe('address-not-public')
  expect(reached).toEqual(['GET /file'])
})

test.each([301, 302, 303, 307, 308])('follows a %i, and checks where it leads', async (status) => {
  await using({}, async (client) => {
    const answer = await client.fetch({ url: through('/file', status) })
    expect([await text(answer.body), answer.url]).toEqual(['the file', here('/file')])
  })
  for (const to of [
    `http://127.0.0.2:${port}/file`,
    `http://[::ffff:127.0.0.2]/file`,
    'http://0.0.0.0/',
    '//10.0.0.1/',
  ])
    expect(await codeOf({}, { url: through(to, status) })).toBe('address-not-public')
  for (const to of [
    'file:///etc/passwd',
    'gopher://files.example/',
    `http://a:b@files.example:${port}/file`,
    'http://[',
  ])
    expect(await codeOf({}, { url: through(to, status) })).toBe('address-invalid')
  expect(reached.filter((request) => request === 'GET /file')).toHaveLength(1)
})

test('gives up after five redirects, and follows none for a request with a body', async () => {
  const chain = (length: number): string => (length === 0 ? here('/file') : through(chain(length - 1)))
  expect(await codeOf({}, { url: chain(5) })).toBe(200)
  expect(await codeOf({}, { url: chain(6) })).toBe('too-many-redirects')
  expect(await codeOf({}, { url: through('/file'), method: 'POST', body: 'x' })).toBe(302)
  expect(await codeOf({ maxRedirects: 0 }, { url: through('/file') })).toBe(302)
})

test.each([
  'ftp://files.example/',
  'file:///etc/passwd',
  'data:text/plain,x',
  'http://me:secret@files.example/',
  'files',
  '',
])('refuses the address "%s"', async (url) => {
  expect(await codeOf({}, { url })).toBe('address-invalid')
})

test('takes no more bytes than asked for, announced or not', async () => {
  expect(await codeOf({ maxBytes: 1_000_000 }, { url: here('/long') })).toBe('too-large')
  expect(await codeOf({ maxBytes: 1_000_000 }, { url: here('/announced') })).toBe('too-large')
  expect(await codeOf({ maxBytes: 8 }, { url: here('/file') })).toBe(200)
  expect(await codeOf({ maxBytes: 7 }, { url: here('/file') })).toBe('too-large')
})

test('waits no longer than asked for, be it for the answer or for its end', async () => {
  const timeoutMilliseconds = 100
  expect(await codeOf({ timeoutMilliseconds }, { url: here('/silent') })).toBe('too-slow')
  expect(await codeOf({ timeoutMilliseconds }, { url: here('/slow') })).toBe('too-slow')
  const never: Resolve = () => new Promise(() => {})
  expect(await codeOf({ timeoutMilliseconds, resolve: never }, { url: here('/file') })).toBe('too-slow')
})

test('an unknown name, a closed port and a cut connection are said', async () => {
  expect(await codeOf({}, { url: 'http://nobody.example/' })).toBe('unreachable')
  expect(await codeOf({}, { url: 'http://files.example:1/' })).toBe('unreachable')
  expect(await codeOf({}, { url: here('/cut') })).toBe('unreachable')
})

test('headers with secrets go to the address that was named, not to where it redirects', async () => {
  const headers = { authorization: 'Bearer x', 'x-note': 'y' }
  await using({}, async (client) => {
    const read = async (url: string): Promise<unknown> =>
      JSON.parse(await text((await client.fetch({ url, headers })).body))
    expect(await read(through('/headers'))).toMatchObject(headers)
    const elsewhere = (await read(through(`http://127.0.0.1:${port}/headers`))) as Record<string, unknown>
    expect(elsewhere).toMatchObject({ 'x-note': 'y' })
    expect(elsewhere).not.toHaveProperty('authorization')
  })
})
