import { once } from 'node:events'
import net from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll } from 'vitest'
import { attack, long, type Tries } from './support/attack.ts'
import { openTarget, type Target } from './support/target.ts'

/*
 * Connections that take their time. Each holds a little of the server for as long as it is let; all together they must not keep
 * anybody else waiting, and must be gone when their time is over: 15 s for headers, 30 s for a whole request.
 */
let target: Target
let key: string
beforeAll(async () => {
  target = await openTarget()
  key = await target.key()
})
afterAll(() => target[Symbol.asyncDispose]())

const wanted = long ? 10_000 : 400
const dripMilliseconds = 2_000

/** What a slow client says at once, and what it says again and again. */
const manners: readonly { readonly begin: string; readonly drip: string }[] = [
  { begin: '', drip: '' },
  { begin: 'GET /v1/messages HTTP/1.1\r\nhost: localhost\r\nx-slow: ', drip: 'x' },
  { begin: 'GET /v1/messages HTTP/1.1\r\nhost: localhost\r\n', drip: 'x-slow: yes\r\n' },
  {
    begin: `POST /webhooks/whatsapp HTTP/1.1\r\nhost: localhost\r\nx-hub-signature-256: sha256=${'0'.repeat(64)}\r\ncontent-length: 100000\r\n\r\n{`,
    drip: ' ',
  },
]

interface Crowd {
  readonly sockets: readonly net.Socket[]
  closed(): number
}

async function gather(count: number): Promise<Crowd> {
  const sockets: net.Socket[] = []
  let closed = 0
  for (let at = 0; at < count; at += 1) {
    const socket = net.connect(target.port, '127.0.0.1')
    const { begin, drip } = manners[at % manners.length] ?? { begin: '', drip: '' }
    // Being thrown out is what is waited for.
    socket.on('error', () => {})
    socket.resume()
    socket.on('connect', () => begin !== '' && socket.write(begin))
    const dripping = drip === '' ? undefined : setInterval(() => socket.write(drip), dripMilliseconds)
    socket.on('close', () => {
      clearInterval(dripping)
      closed += 1
    })
    sockets.push(socket)
    if (at % 250 === 249) await once(socket, 'connect').catch(() => undefined)
  }
  return { sockets, closed: () => closed }
}

/** Other people's requests, all the while. */
async function askMeanwhile(tries: Tries, until: () => boolean): Promise<void> {
  do {
    for (const path of ['/health/live', '/v1/messages']) {
      const started = performance.now()
      const { status } = await target.ask(path, { key })
      const milliseconds = Math.round(performance.now() - started)
      tries.holds(`${path}: ${status} after ${milliseconds} ms`, status === 200)
    }
    await wait(long ? 250 : 20)
  } while (!until())
}

attack(
  '10,000 slow connections: others are answered, memory is bounded, and they are thrown out',
  async (tries) => {
    const before = await target.usage()
    const crowd = await gather(wanted)
    const started = Date.now()
    try {
      let rounds = 0
      // The quick form sees only that others are answered.
      const over = () => (long ? crowd.closed() === wanted || Date.now() - started > 90_000 : ++rounds >= 10)
      await askMeanwhile(tries, over)
      const { residentBytes } = await target.usage()
      const perConnection = (residentBytes - before.residentBytes) / wanted
      tries.holds(`${Math.round(perConnection)} bytes a connection`, residentBytes - before.residentBytes < 300_000_000)
      if (long) tries.holds(`${crowd.closed()} of ${wanted} were thrown out`, crowd.closed() === wanted)
    } finally {
      for (const socket of crowd.sockets) socket.destroy()
    }
  },
  180_000,
)

attack(
  'slow readers: who asks for much and takes nothing holds little',
  async (tries) => {
    const ask = 'GET /docs/static/swagger-ui-bundle.js HTTP/1.1\r\nhost: localhost\r\n\r\n'
    for (const [count, times] of long
      ? ([
          [200, 50],
          [2_000, 1],
          [500, 10],
        ] as const)
      : ([[30, 50]] as const)) {
      const before = await target.usage()
      const sockets = await Promise.all(Array.from({ length: count }, () => stall(ask.repeat(times))))
      await askMeanwhile(tries, forRounds(10))
      const grown = (await target.usage()).residentBytes - before.residentBytes
      tries.holds(`${count} that ask ${times} times: ${Math.round(grown / 1e6)} MB more`, grown < 300_000_000)
      for (const socket of sockets) socket.destroy()
    }
  },
  120_000,
)

/** Asks, and reads nothing. */
async function stall(bytes: string): Promise<net.Socket> {
  const socket = net.connect(target.port, '127.0.0.1')
  socket.on('error', () => {})
  await once(socket, 'connect')
  socket.pause()
  socket.write(bytes)
  return socket
}

function forRounds(count: number): () => boolean {
  let rounds = 0
  return () => ++rounds >= count
}
