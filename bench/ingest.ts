import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { openDatabase } from '../packages/server/src/store/database.ts'
import { startEmbeddedPostgres } from '../packages/server/src/store/embedded/start.ts'
import { migrate } from '../packages/server/src/store/migrate.ts'
import { ensurePartitions } from '../packages/server/src/store/partitions/ensure-partitions.ts'
import { cpuOfChildren } from './support/cpu-of.ts'
import { generator, type LoadResult, runLoad } from './support/load.ts'
import { type SignedBodies, writeSignedBodies } from './support/signed-bodies.ts'

/**
 * How fast bodies are taken in, durably, next to what this machine can do at all: `node bench/ingest.ts`. The variants take
 * turns, several rounds of them, and medians count, so that a machine that is busy for a while slows all of them.
 */
const variants = {
  bare: 'node:http + HMAC, nothing stored (the limit)',
  fastify: 'fastify + HMAC, nothing stored',
  route: 'Switchboard, nothing stored',
  'group-commit': 'Switchboard',
  'one-per-request': 'one transaction per request',
} as const
type Variant = keyof typeof variants

const { values: flags } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '4' },
    connections: { type: 'string', default: '64,256' },
    only: { type: 'string', default: Object.keys(variants).join(',') },
    inbox: { type: 'string', default: '{}' },
  },
})
const rounds = Number(flags.rounds)
const seconds = Number(flags.seconds)
const levels = flags.connections.split(',').map(Number)
const chosen = flags.only.split(',').filter((name): name is Variant => name in variants)

/** Where to write CPU profiles of the servers. */
const profileDirectory = process.env['BENCH_PROFILE']
const profiling = profileDirectory ? ['--cpu-prof', '--cpu-prof-dir', profileDirectory] : []

const directory = mkdtempSync(path.join(tmpdir(), 'switchboard-bench-'))
const postgres = await startEmbeddedPostgres({ dataDirectory: directory })
const database = openDatabase({ connectionString: postgres.connectionString() })
/** Microseconds for one request: `cpu` of the server's process, all its threads; `postgres` of all that Postgres runs. */
type Result = LoadResult & { readonly cpu: number; readonly postgres: number }
const results = new Map<string, Result[]>()
const memory = new Map<Variant, number>()
try {
  await migrate(database.db)
  await ensurePartitions(database.pool, new Date())
  const bodies = writeSignedBodies(directory, 50_000 * seconds)
  for (let round = 1; round <= rounds; round++) {
    for (const connections of levels) {
      for (const variant of chosen) {
        process.stderr.write(`\rround ${round} of ${rounds}, ${connections} connections, ${variant.padEnd(20)}`)
        const result = await measure(variant, connections, bodies)
        const key = `${variant} ${connections}`
        results.set(key, [...(results.get(key) ?? []), result])
      }
    }
  }
  process.stderr.write(`\r${' '.repeat(70)}\r`)
  report()
} finally {
  await database[Symbol.asyncDispose]()
  await postgres[Symbol.asyncDispose]()
  rmSync(directory, { recursive: true, force: true })
}

async function measure(variant: Variant, connections: number, bodies: SignedBodies): Promise<Result> {
  await database.pool.query('truncate inbox')
  await database.pool.query('checkpoint')
  const script = path.join(import.meta.dirname, 'support/ingest-server.ts')
  const execArgv = ['--max-semi-space-size=8', ...profiling] // as `make start` does
  const server = fork(script, [variant, postgres.connectionString(), flags.inbox], { execArgv })
  try {
    const [{ port }] = (await once(server, 'message')) as [{ port: number }]
    await runLoad({ port, connections, seconds: 1, bodies })
    await database.pool.query('truncate inbox')
    const before = await usage(server)
    const postgresBefore = cpuOfChildren(postgres.pid)
    const result = await runLoad({ port, connections, seconds, bodies })
    const after = await usage(server)
    const ofPostgres = cpuOfChildren(postgres.pid) - postgresBefore
    if (variant === 'group-commit' || variant === 'one-per-request') await checkStored(result, connections)
    memory.set(variant, Math.max(memory.get(variant) ?? 0, after.maxRssMegabytes))
    const cpu = (after.cpuMicroseconds - before.cpuMicroseconds) / result.requests
    return { ...result, cpu, postgres: ofPostgres / result.requests }
  } finally {
    // It ends itself then, and writes its profile.
    server.disconnect()
    await once(server, 'exit')
  }
}

interface Usage {
  readonly maxRssMegabytes: number
  readonly cpuMicroseconds: number
}

async function usage(server: ChildProcess): Promise<Usage> {
  server.send('usage')
  const [answer] = (await once(server, 'message')) as [Usage]
  return answer
}

/** Every answer was 200, and as many bodies are stored; the last ones may have lost their answer to the end of the run. */
async function checkStored({ requests, refused, broken }: LoadResult, connections: number): Promise<void> {
  const { rows } = await database.pool.query<{ count: number }>('select count(*) from inbox')
  const stored = rows[0]?.count ?? 0
  if (refused + broken > 0 || stored < requests || stored > requests + connections) {
    throw new Error(`${requests} answers, ${refused} refusals, ${broken} broken, but ${stored} stored`)
  }
}

function report(): void {
  const cells = (variant: Variant, connections: number) => {
    const runs = results.get(`${variant} ${connections}`) ?? []
    const median = (of: (run: Result) => number) => runs.map(of).sort((a, b) => a - b)[runs.length >> 1] ?? Number.NaN
    return {
      rate: median((run) => run.requests / (run.microseconds / 1e6)),
      p50: median((run) => run.p50 / 1_000),
      p99: median((run) => run.p99 / 1_000),
      cpu: median((run) => run.cpu),
      postgres: median((run) => run.postgres),
    }
  }
  console.log(`Ingest: 1,242-byte signed bodies, ${generator}, medians of ${rounds} rounds of ${seconds} s\n`)
  console.log(`${''.padEnd(46)}${levels.map((n) => `${n} connections`.padEnd(47)).join('')}memory`)
  for (const variant of chosen) {
    const columns = levels.map((connections) => {
      const { rate, p50, p99, cpu, postgres } = cells(variant, connections)
      return (
        `${Math.round(rate)} req/s`.padStart(13) +
        `  p50 ${p50.toFixed(1)}  p99 ${p99.toFixed(1)} ms  ${cpu.toFixed(0)} + ${postgres.toFixed(0)} µs`.padEnd(34)
      )
    })
    console.log(`${variants[variant].padEnd(46)}${columns.join('')} ${Math.round(memory.get(variant) ?? 0)} MB`)
  }
  console.log()
  if (!(['bare', 'group-commit', 'one-per-request'] as const).every((variant) => chosen.includes(variant))) return
  const ratio = (of: Variant, connections: number) =>
    cells('group-commit', connections).rate / cells(of, connections).rate
  for (const connections of levels) {
    const [ofLimit, ofBaseline] = [ratio('bare', connections), ratio('one-per-request', connections)]
    if (connections === 256) {
      target('of the limit, 256 connections', ofLimit, 0.6, 'at least')
      target('times one per request, 256 connections', ofBaseline, 2, 'at least')
    } else {
      console.log(`${ofLimit.toFixed(2).padStart(14)}  of the limit, ${connections} connections`)
      console.log(`${ofBaseline.toFixed(2).padStart(14)}  times one per request, ${connections} connections`)
    }
    if (connections === 64) target('p99 in ms, 64 connections', cells('group-commit', 64).p99, 50, 'at most')
  }
}

function target(what: string, value: number, bound: number, kind: 'at least' | 'at most'): void {
  const met = kind === 'at least' ? value >= bound : value <= bound
  console.log(`${met ? 'met   ' : 'MISSED'}  ${value.toFixed(2).padStart(6)}  ${what} (${kind} ${bound})`)
}
