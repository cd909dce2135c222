import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { type Product, startProduct, watchMemory } from './support/product.ts'
import { followEvents } from './sustained/follow-events.ts'

/**
 * The whole way, on one machine with its generator: acknowledged, projected, searchable, delivered over SSE.
 * `node bench/sustained.ts`. Two figures: how many webhooks a second are drained when they come as fast as asked (target
 * 4,000/s, aim 8,000/s), and how long after its acknowledgement an event arrives over SSE at 2,000/s (target p99 ≤ 1 s).
 * Mix: one message, three receipts, over 1,000 contacts. The server is one process of its own in all its roles.
 */
const { values: flags } = parseArgs({
  options: {
    seconds: { type: 'string', default: '15' },
    rate: { type: 'string', default: '4000,6000,8000' },
    'lag-rate': { type: 'string', default: '2000' },
  },
})
const secret = 'the app secret of the benchmark'
const longestDrainMilliseconds = 60_000

interface Sent {
  readonly total: number
  readonly refused: number
  readonly milliseconds: number
  readonly keys: string[]
  readonly acknowledgedAt: number[]
}

async function measure(rate: number, seconds: number) {
  const directory = mkdtempSync(path.join(tmpdir(), 'switchboard-bench-'))
  try {
    await using server = await startProduct(directory, { WHATSAPP_APP_SECRET: secret })
    return await load(server, rate, seconds)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

async function load(server: Product, rate: number, seconds: number) {
  const expected = rate * seconds
  const arrivedAt = new Map<string, number>()
  const all = Promise.withResolvers<number>()
  const stopFollowing = followEvents(server, (key) => {
    arrivedAt.set(key, Date.now())
    if (arrivedAt.size === expected) all.resolve(Date.now())
  })
  const memory = watchMemory(server.process)
  try {
    const { startedAt, sent } = await send(server, rate, seconds)
    const late = setTimeout(() => {
      all.reject(new Error(`only ${arrivedAt.size} of ${expected} events came in time`))
    }, longestDrainMilliseconds)
    const drainedAt = await all.promise.finally(() => clearTimeout(late))
    const lags = Float64Array.from(sent.keys, (key, i) => (arrivedAt.get(key) ?? 0) - (sent.acknowledgedAt[i] ?? 0))
    lags.sort()
    return {
      acknowledged: Math.round((sent.total / sent.milliseconds) * 1_000),
      refused: sent.refused,
      drained: Math.round((expected / (drainedAt - startedAt)) * 1_000),
      p50: percentile(lags, 0.5),
      p99: percentile(lags, 0.99),
      searchable: (await countSearchable(server)) === expected / 4,
      memory: memory.most(),
    }
  } finally {
    memory.stop()
    stopFollowing()
  }
}

async function send({ port }: Product, rate: number, seconds: number): Promise<{ startedAt: number; sent: Sent }> {
  const script = path.join(import.meta.dirname, 'sustained/send-at-rate.ts')
  const generator = spawn(process.execPath, [script, `${port}`, `${rate}`, `${seconds}`, secret, '1000'])
  let out = ''
  generator.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  // It has made and signed everything.
  await once(generator.stderr, 'data')
  const startedAt = Date.now()
  generator.stdin.write('go')
  await once(generator, 'close')
  return { startedAt, sent: JSON.parse(out) as Sent }
}

async function countSearchable(server: Product): Promise<number> {
  const client = new pg.Client({ connectionString: server.databaseUrl })
  await client.connect()
  const { rows } = await client.query<{ n: number }>('select count(search_vector)::int as n from messages')
  await client.end()
  return rows[0]?.n ?? 0
}

function percentile(sorted: Float64Array, p: number): number {
  return sorted[Math.floor((sorted.length - 1) * p)] ?? 0
}

const lagRate = Number(flags['lag-rate'])
console.log(
  'Sustained to the end: 1 message : 3 receipts, 1,000 contacts, one SSE reader, generator on the same machine\n',
)
console.log('   asked/s   acked/s   drained/s   refused   ack→SSE p50      p99   searchable   server RSS')
for (const rate of [lagRate, ...flags.rate.split(',').filter(Boolean).map(Number)]) {
  const result = await measure(rate, Number(flags.seconds))
  const cells = [
    rate.toString().padStart(10),
    result.acknowledged.toString().padStart(10),
    result.drained.toString().padStart(12),
    result.refused.toString().padStart(10),
    `${result.p50} ms`.padStart(14),
    `${result.p99} ms`.padStart(9),
    (result.searchable ? 'all' : 'NOT ALL').padStart(13),
    `${result.memory} MB`.padStart(13),
  ]
  console.log(cells.join(''))
}
console.log(`\ntargets: drained ≥ 4,000/s (aim 8,000/s); p99 ≤ 1,000 ms at ${lagRate}/s; RSS ≤ 300 MB`)
