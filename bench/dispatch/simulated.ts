import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { startDispatcher } from '../../packages/server/src/outbox/dispatch.ts'
import type { Dispatcher } from '../../packages/server/src/outbox/dispatcher.ts'
import { localAccessToken, localNumber } from '../../packages/server/src/simulator/local-simulator.ts'
import { cloudApiTransport } from '../../packages/server/src/transports/cloud-api/transport.ts'
import type { Transport } from '../../packages/server/src/transports/transport.ts'
import { type Desk, fill, makeDesk } from './desk.ts'

const program = path.join(import.meta.dirname, '../../packages/cli/src/bin.ts')

/** The first requests of a cold process arrive unevenly, and the simulator refuses some. Measured is what comes after. */
const warmUpSeconds = 10

export interface SimulatedPace {
  /** Accepted a second, by the simulator's count, after the warm-up. */
  readonly rate: number
  /** The most within any one second, by the simulator's count. */
  readonly most: number
  /** Refused for being too fast while it was measured. */
  readonly refused: number
  readonly missedSlots: number
}

/** Sends over HTTP, by the Cloud API's transport, to a simulator in a process of its own that holds the number to its limit. */
export async function paceAtSimulator(
  pool: pg.Pool,
  limit: number,
  seconds: number,
  dispatchers: number,
): Promise<SimulatedPace> {
  const directory = mkdtempSync(path.join(tmpdir(), 'switchboard-bench-simulator-'))
  const flags = ['--port', '0', '--rate', String(limit), '--any-time', '--webhook', 'http://127.0.0.1:9/nowhere']
  const child = spawn(process.execPath, [program, 'simulate', ...flags], {
    env: { PATH: process.env['PATH'], SWITCHBOARD_DATA_DIR: directory },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
    let url: string | undefined
    while ((url = /WHATSAPP_BASE_URL\s+(http:\S+)/.exec(said)?.[1]) === undefined) await sleep(20)
    const desk = await makeDesk(pool, limit)
    await fill(pool, desk, limit * (seconds + warmUpSeconds))
    return await measure(pool, desk, url, { seconds, dispatchers })
  } finally {
    child.kill('SIGTERM')
    await once(child, 'close')
    rmSync(directory, { recursive: true, force: true })
  }
}

async function measure(
  pool: pg.Pool,
  { accountId }: Desk,
  url: string,
  { seconds, dispatchers }: { readonly seconds: number; readonly dispatchers: number },
): Promise<SimulatedPace> {
  await using resources = new AsyncDisposableStack()
  const running = Array.from({ length: dispatchers }, () => {
    // Each with its own connections, as processes have them.
    const transport = resources.use(cloudApiTransport({ baseUrl: url }))
    return resources.use(startAt(pool, transport, accountId))
  })
  await sleep(warmUpSeconds * 1_000)
  const started = performance.now()
  const before = await tallyOf(url)
  await sleep(1_000 * seconds)
  const after = await tallyOf(url)
  const elapsed = (performance.now() - started) / 1_000
  await Promise.all(running.map((dispatcher) => dispatcher.stop()))
  await pool.query(`delete from outbox where account_id = $1 and state = 'queued'`, [accountId])
  return {
    rate: (after.accepted - before.accepted) / elapsed,
    most: after.busiestSecond,
    refused: after.refused - before.refused,
    missedSlots: running.map((dispatcher) => dispatcher.stats().missed).reduce((a, b) => a + b),
  }
}

function startAt(pool: pg.Pool, transport: Transport, accountId: string): Dispatcher {
  return startDispatcher({
    pool,
    transports: { 'cloud-api': transport },
    accountOf: () => {
      const { id, businessAccountId } = localNumber
      const secrets = { accessToken: localAccessToken }
      return Promise.resolve({ accountId, externalId: id, businessAccountId, secrets, settings: {} })
    },
    log: { info() {}, warn: console.log, error: console.log },
  })
}

interface Tally {
  readonly accepted: number
  readonly refused: number
  readonly busiestSecond: number
}

async function tallyOf(url: string): Promise<Tally> {
  // The simulator's own shape.
  const { accepted, byNumber, refusals } = (await (await fetch(`${url}/simulator`)).json()) as {
    readonly accepted: number
    readonly byNumber: Readonly<Record<string, { readonly busiestSecond: number }>>
    readonly refusals: Readonly<Record<string, number>>
  }
  const refused = Object.values(refusals).reduce((sum, each) => sum + each, 0)
  return { accepted, refused, busiestSecond: byNumber[localNumber.id]?.busiestSecond ?? 0 }
}
