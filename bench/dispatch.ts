/**
 * How fast and how evenly the outbox sends: `node bench/dispatch.ts [--seconds 8] [--queued 100000] [--only-http]`. Against a transport that accepts
 * at once, and over HTTP against the simulator in a process of its own, on an embedded Postgres with its usual safety. Every figure counts requests as they leave, in windows of exactly one
 * second that begin at each of them. About five minutes.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { enqueueMessage } from '../packages/server/src/outbox/enqueue.ts'
import { openDatabase } from '../packages/server/src/store/database.ts'
import { startEmbeddedPostgres } from '../packages/server/src/store/embedded/start.ts'
import { inTransaction } from '../packages/server/src/store/in-transaction.ts'
import { migrate } from '../packages/server/src/store/migrate.ts'
import { ensurePartitions } from '../packages/server/src/store/partitions/ensure-partitions.ts'
import { accepted, fill, makeDesk, startOne } from './dispatch/desk.ts'
import { testTransport } from './dispatch/instant-transport.ts'
import { paceAtSimulator } from './dispatch/simulated.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '8' },
    queued: { type: 'string', default: '100000' },
    'only-http': { type: 'boolean', default: false },
  },
})
const seconds = Number(values.seconds)
const dataDirectory = mkdtempSync(path.join(tmpdir(), 'switchboard-bench-'))
let missed = 0
{
  await using postgres = await startEmbeddedPostgres({ dataDirectory })
  await using database = openDatabase({ connectionString: postgres.connectionString(), maxConnections: 20 })
  await migrate(database.db)
  await ensurePartitions(database.pool, new Date())
  const { pool } = database

  console.log('what                                       per second   most in 1 s    limit   leases missed')
  if (!values['only-http']) {
    await pace('a default number, 1 dispatcher', 80, 1)
    await pace('a number of 1,000, 1 dispatcher', 1_000, 1)
    await pace('a number of 1,000, 3 dispatchers', 1_000, 3)
  }
  await simulated('… over HTTP, at the simulator', 80, 1)
  await simulated('… over HTTP, at the simulator', 1_000, 1)
  await simulated('… over HTTP, 3 dispatchers', 1_000, 3)
  if (!values['only-http']) {
    await flatOut()
    await idle()
    await memory()
  }

  async function pace(what: string, limit: number, dispatchers: number): Promise<void> {
    const desk = await makeDesk(pool, limit)
    await fill(pool, desk, limit * (seconds + 2))
    const times: number[] = []
    const running = Array.from({ length: dispatchers }, () => startOne(pool, () => times.push(performance.now())))
    await sleep(1_000 * (seconds + 1))
    const missedSlots = running.map((dispatcher) => dispatcher.stats().missed).reduce((a, b) => a + b)
    await Promise.all(running.map((dispatcher) => dispatcher.stop()))
    times.sort((a, b) => a - b)
    let most = 0
    for (let from = 0, to = 0; from < times.length; from += 1) {
      while (to < times.length && (times[to] ?? 0) < (times[from] ?? 0) + 1_000) to += 1
      most = Math.max(most, to - from)
    }
    // The first second is for caches.
    const steady = times.filter((at) => at > (times[0] ?? 0) + 1_000)
    const rate = (steady.length - 1) / (((steady.at(-1) ?? 0) - (steady[0] ?? 0)) / 1_000)
    if (most > limit || rate < 0.95 * limit) missed += 1
    line(what, rate, `${most}`.padStart(10), `${limit}`.padStart(8), `${missedSlots}`.padStart(10))
    await pool.query(`delete from outbox where account_id = $1 and state = 'queued'`, [desk.accountId])
  }

  async function simulated(what: string, limit: number, dispatchers: number): Promise<void> {
    const { rate, most, refused, missedSlots } = await paceAtSimulator(pool, limit, seconds, dispatchers)
    if (most > limit || rate < 0.95 * limit || refused > 0) missed += 1
    const told = `${missedSlots}`.padStart(10)
    line(what, rate, `${most}`.padStart(10), `${limit}`.padStart(8), told, `   (${refused} refused)`)
  }

  async function flatOut(): Promise<void> {
    const desk = await makeDesk(pool, 100_000)
    const count = 15_000
    await fill(pool, desk, count)
    const started = performance.now()
    await using dispatcher = startOne(pool, () => {})
    while ((await accepted(pool, desk)) < count) await sleep(50)
    line(
      'without a limit, accepted',
      count / ((performance.now() - started) / 1_000),
      '',
      '',
      `${dispatcher.stats().missed}`.padStart(20),
    )
  }

  /** From the commit of the caller to the commit of "accepted", one at a time. */
  async function idle(): Promise<void> {
    const desk = await makeDesk(pool, 80)
    await fill(pool, desk, 1)
    let left = 0
    await using dispatcher = startOne(pool, () => (left = performance.now()))
    await dispatcher.drain()
    const { rows } = await pool.query<{ id: string }>(`select id from conversations where account_id = $1`, [
      desk.accountId,
    ])
    const rules = { capabilitiesOf: () => testTransport(() => {}).capabilities }
    const times: { out: number; written: number }[] = []
    await pool.query('update accounts set pair_seconds = 0 where id = $1', [desk.accountId])
    for (let round = 0; round < 120; round += 1) {
      await inTransaction(pool, (tx) =>
        enqueueMessage(tx, rules, {
          workspaceId: desk.workspaceId as never, // of the database
          caller: { kind: 'cli', id: 'bench', name: 'bench', maySend: true, assistant: false, policy: null },
          to: { conversationId: rows[0]?.id ?? '' },
          content: { type: 'text', text: `round ${round}` },
        }),
      )
      const queued = performance.now()
      const before = dispatcher.stats().accepted
      dispatcher.poke()
      while (dispatcher.stats().accepted === before) await sleep(1)
      if (round >= 20) times.push({ out: left - queued, written: performance.now() - queued })
      await sleep(20)
    }
    const at = (part: number, of: 'out' | 'written') =>
      times
        .map((time) => time[of])
        .toSorted((a, b) => a - b)
        [Math.floor(times.length * part)]?.toFixed(1)
    console.log(`idle, queued → at the provider   p50 ${at(0.5, 'out')} ms   p95 ${at(0.95, 'out')} ms`)
    console.log(
      `idle, queued → accepted          p50 ${at(0.5, 'written')} ms   p95 ${at(0.95, 'written')} ms   (target 20 ms)`,
    )
    if (Number(at(0.5, 'written')) > 20) missed += 1
  }

  async function memory(): Promise<void> {
    const desk = await makeDesk(pool, 1_000)
    const count = Number(values.queued)
    await fill(pool, desk, count)
    globalThis.gc?.()
    const before = process.memoryUsage().rss
    await using dispatcher = startOne(pool, () => {})
    let most = before
    for (let tick = 0; tick < 20 * seconds; tick += 1) {
      await sleep(50)
      most = Math.max(most, process.memoryUsage().rss)
    }
    const grown = (most - before) / 1e6
    console.log(
      `${count.toLocaleString('en')} queued, ${dispatcher.stats().accepted} sent meanwhile: memory ${(most / 1e6).toFixed(0)} MB, grown by ${grown.toFixed(0)} MB`,
    )
    await dispatcher.stop()
  }
}

function line(what: string, rate: number, ...rest: string[]): void {
  console.log(`${what.padEnd(42)} ${rate.toFixed(1).padStart(10)} ${rest.join('')}`)
}

rmSync(dataDirectory, { recursive: true, force: true })
console.log(missed === 0 ? '\nAll targets met.' : `\n${missed} targets missed.`)
process.exitCode = missed === 0 ? 0 : 1
