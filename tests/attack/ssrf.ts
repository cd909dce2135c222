import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import ipaddr from 'ipaddr.js'
import { FetchRefused } from '../../packages/server/src/http/fetch-refused.ts'
import { createGuardedClient } from '../../packages/server/src/http/guarded-fetch.ts'
import type { Resolve } from '../../packages/server/src/http/guarded-lookup.ts'
import type { AddressRange } from '../../packages/server/src/http/public-address.ts'
import { attack, long } from './support/attack.ts'
import type { Target } from './support/target.ts'

export const internetRange: AddressRange = [ipaddr.parse('127.0.0.1'), 32]

export interface Canary extends AsyncDisposable {
  readonly port: number
  /** What reached it. */
  readonly hits: string[]
  /** How often somebody connected, whatever they said. */
  readonly connections: () => number
}

/** Something of the private network that nobody from outside may reach. */
export async function openCanary(host: string, answer?: http.RequestListener): Promise<Canary> {
  const hits: string[] = []
  const server = http.createServer((request, response) => {
    hits.push(`${request.method} ${request.url}`)
    if (answer) answer(request, response)
    else response.end('the secret of the private network')
  })
  let connections = 0
  server.on('connection', () => {
    connections += 1
  })
  server.listen(0, host)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // a TCP server's
  return {
    ...{ port, hits, connections: () => connections },
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

/** Ways to write this machine, the cloud's metadata and private networks. */
export function privateAddresses(port: number): string[] {
  const loopback = [
    '127.0.0.1',
    'localhost',
    'LOCALHOST',
    'localhost.',
    'app.localhost',
    '127.1',
    '127.0.1',
    '0',
    '0.0.0.0',
  ]
  const spelled = [
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '0177.0.0.1',
    '017700000001',
    '127.0.0.1.',
    '①②⑦.⓪.⓪.①',
    '127。0。0。1',
    '%31%32%37.0.0.1',
  ]
  const six = [
    '[::1]',
    '[::]',
    '[0:0:0:0:0:0:0:1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
    '[fe80::1]',
    '[fd00::1]',
    '[fec0::1]',
    '[ff02::1]',
  ]
  const elsewhere = [
    '169.254.169.254',
    '[::ffff:169.254.169.254]',
    '2852039166',
    '0xa9fea9fe',
    '100.100.100.200',
    '10.0.0.1',
    '172.16.0.1',
    '192.168.0.1',
    '100.64.0.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '240.0.0.1',
    '[fd00:ec2::254]',
  ]
  return [...loopback, ...spelled, ...six, ...elsewhere].map((host) => `http://${host}:${port}/canary`)
}

export const otherSchemes = (port: number) => [
  ...[
    'file:///etc/passwd',
    'ftp://127.0.0.1/',
    'gopher://127.0.0.1:6379/_INFO',
    'data:text/plain,secret',
    'javascript:alert(1)',
  ],
  ...[
    `http://user:pass@127.0.0.1:${port}/`,
    `http://public.example@127.0.0.1:${port}/`,
    `http://127.0.0.1:${port}\\@public.example/`,
  ],
  ...[
    `//127.0.0.1:${port}/`,
    `http:127.0.0.1:${port}/`,
    `http:///127.0.0.1:${port}/`,
    'http://',
    'unix:/var/run/docker.sock',
    'jar:http://127.0.0.1!/',
  ],
]

/** API7: through every feature that fetches or posts to an address that a caller gave. */
export function attackAddressesGiven(target: () => Target): void {
  attack('API7 server-side requests: files by address (POST /v1/media)', async (tries) => {
    await using canary = await openCanary('127.0.0.1')
    const key = await target().key('media:write', 'messages:read')
    for (const url of [...privateAddresses(canary.port), ...otherSchemes(canary.port), `${target().url}/metrics`]) {
      const answer = await target().ask('/v1/media', { method: 'POST', key, body: { url } })
      tries.holds(
        `${url}: ${answer.status}`,
        answer.status >= 400 && answer.status < 500 && !answer.text.includes('secret of'),
      )
    }
    tries.holds(`reached: ${canary.hits}`, canary.hits.length === 0)
  })

  attack('API7 server-side requests: outgoing webhooks, made and changed', async (tries) => {
    await using canary = await openCanary('127.0.0.1')
    const key = await target().key('webhooks:manage', 'messages:read', 'events:read')
    for (const url of [...privateAddresses(canary.port), ...otherSchemes(canary.port)]) {
      const secure = url.replace(/^http:/, 'https:')
      for (const one of long ? [url, secure] : [url]) {
        const answer = await target().ask('/v1/webhook-endpoints', {
          method: 'POST',
          key,
          body: { url: one, eventTypes: ['*'] },
        })
        tries.holds(`${one}: ${answer.status}`, answer.status >= 400 && answer.status < 500)
      }
    }
    tries.holds(`reached: ${canary.hits}`, canary.hits.length === 0)
  })

  attack('API7 server-side requests: links in messages, headers of templates and buttons, accounts', async (tries) => {
    await using canary = await openCanary('127.0.0.1')
    const key = await target().key('messages:send', 'messages:read', 'accounts:manage', 'accounts:read')
    const to = { conversationId: target().own.conversation }
    for (const link of privateAddresses(canary.port).filter((_, at) => long || at % 3 === 0)) {
      for (const content of [
        { type: 'image', media: { link } },
        { type: 'document', media: { link }, filename: 'a.pdf' },
        { type: 'buttons', header: { type: 'image', media: { link } }, body: 'x', buttons: [{ id: '1', title: 'x' }] },
      ]) {
        const answer = await target().ask('/v1/messages', { method: 'POST', key, body: { to, content } })
        tries.holds(`${content.type} ${link}: ${answer.status}`, answer.status < 500)
      }
    }
    // What was let through would be fetched by the dispatcher within a moment.
    await new Promise((resolve) => setTimeout(resolve, long ? 5_000 : 500))
    tries.holds(`reached: ${canary.hits}`, canary.hits.length === 0)
  })

  attack('API7 server-side requests: redirects into the private network', async (tries) => {
    await using canary = await openCanary('127.0.0.2').catch(() => openCanary('127.0.0.1'))
    const targets = [
      ...privateAddresses(canary.port).filter((url) => !/127\.0\.0\.1:|localhost:|\[::ffff:127/.test(url)),
      `http://127.0.0.2:${canary.port}/canary`,
      'file:///etc/passwd',
    ]
    let location = ''
    let status = 302
    await using internet = await openCanary('127.0.0.1', (_request, response) =>
      response.writeHead(status, { location: encodeURI(location) }).end(),
    )
    // Where the test stands for the internet; everything else of loopback is what it is.
    await using client = createGuardedClient({
      allowed: [internetRange],
      timeoutMilliseconds: 5_000,
    })
    for (status of long ? [301, 302, 303, 307, 308] : [302, 308]) {
      for (location of targets) {
        const outcome = await client.fetch({ url: `http://127.0.0.1:${internet.port}/` }).then(
          async (answer) => `${answer.status} ${await text(answer.body)}`,
          (error: unknown) => (error instanceof FetchRefused ? error.code : String(error)),
        )
        // Of some spellings the parser makes 127.0.0.1 itself, which stands for the internet here, and nobody listens at that port.
        const refused = ['address-not-public', 'address-invalid', 'unreachable', 'too-many-redirects'].includes(outcome)
        tries.holds(`${status} to ${location}: ${outcome}`, refused)
      }
    }
    tries.holds(`reached: ${canary.hits}`, canary.hits.length === 0)
  })

  attack('API7 server-side requests: names that answer otherwise the second time (DNS rebinding)', async (tries) => {
    await using canary = await openCanary('127.0.0.2').catch(() => openCanary('127.0.0.1'))
    await using internet = await openCanary('127.0.0.1', (_request, response) => response.end('of the internet'))
    let asked = 0
    const answers: Record<string, readonly string[][]> = {
      // Good when it is checked, private when it is connected to.
      'second.example': [['127.0.0.1'], ['127.0.0.2']],
      'first.example': [['127.0.0.2'], ['127.0.0.1']],
      'both.example': [['127.0.0.1', '127.0.0.2']],
      'both-reversed.example': [['127.0.0.2', '127.0.0.1']],
      'six.example': [['::ffff:127.0.0.2']],
      'metadata.example': [['169.254.169.254']],
    }
    const resolve: Resolve = (name) => {
      const turns = answers[name] ?? [[]]
      const addresses = turns[asked % turns.length] ?? []
      asked += 1
      return Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })))
    }
    for (const name of Object.keys(answers)) {
      for (let turn = 0; turn < (long ? 20 : 4); turn += 1) {
        asked = turn
        // A client for each, so that no connection is kept.
        await using client = createGuardedClient({
          allowed: [internetRange],
          resolve,
          timeoutMilliseconds: 5_000,
        })
        const outcome = await client
          .fetch({ url: `http://${name}:${turn % 2 === 0 ? internet.port : canary.port}/` })
          .then(
            (answer) => text(answer.body),
            (error: unknown) => (error instanceof FetchRefused ? error.code : String(error)),
          )
        tries.holds(`${name}: ${outcome}`, ['of the internet', 'address-not-public', 'unreachable'].includes(outcome))
        tries.holds(`${name} is looked up once`, asked <= turn + 1)
      }
    }
    tries.holds(`reached: ${canary.hits}`, canary.hits.length === 0)
  })

  attack(
    'API10 unsafe consumption: what a stranger’s server answers is bounded, and shown as what it is',
    async (tries) => {
      const shapes: Record<string, http.RequestListener> = {
        endless: (_request, response) => {
          const more = () => {
            while (!response.destroyed && response.write(Buffer.alloc(65_536)));
          }
          response.on('drain', more)
          more()
        },
        'announced too large': (_request, response) =>
          void response.writeHead(200, { 'content-length': 9e12 }).write('x'),
        silent: () => {},
        'drop by drop': (_request, response) => {
          const drip = setInterval(() => response.write('x'), 100)
          response.on('close', () => clearInterval(drip))
        },
        compressed: (_request, response) =>
          void response.writeHead(200, { 'content-encoding': 'gzip' }).end(Buffer.alloc(100)),
        'in a circle': (request, response) => void response.writeHead(302, { location: request.url }).end(),
        'headers without an end': (_request, response) =>
          void response.writeHead(200, { x: 'x'.repeat(100_000) }).end(),
      }
      const client = createGuardedClient({
        allowed: [internetRange],
        timeoutMilliseconds: 400,
        maxBytes: 1_000_000,
      })
      for (const [what, shape] of Object.entries(shapes)) {
        await using server = await openCanary('127.0.0.1', shape)
        const outcome = await client
          .fetch({ url: `http://127.0.0.1:${server.port}/` })
          .then(
            async (answer) => {
              const body = await text(answer.body)
              return `${body.length} bytes`
            },
            (error: unknown) => (error instanceof FetchRefused ? error.code : String(error)),
          )
          .catch((error: unknown) => (error instanceof FetchRefused ? error.code : String(error)))
        tries.holds(
          `${what}: ${outcome}`,
          ['too-large', 'too-slow', 'unreachable', 'too-many-redirects', '100 bytes'].includes(outcome),
        )
      }
      await client[Symbol.asyncDispose]()
    },
  )
}
