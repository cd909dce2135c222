/**
 * How fast events are posted to who asked for them: `node bench/webhooks-out.ts [--events 20000]`. To a receiver on loopback in a
 * process of its own, on an embedded Postgres with its usual safety, beside a bare loop of fetch that posts the same bodies from
 * memory and keeps nothing. About a minute.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { WorkspaceId } from '@switchboard/contract'
import { appendEvents, type NewEvent } from '../packages/server/src/events/append.ts'
import { openPost } from '../packages/server/src/outgoing-webhooks/outgoing-webhooks.case.ts'
import { openDatabase } from '../packages/server/src/store/database.ts'
import { startEmbeddedPostgres } from '../packages/server/src/store/embedded/start.ts'
import { migrate } from '../packages/server/src/store/migrate.ts'
import { ensurePartitions } from '../packages/server/src/store/partitions/ensure-partitions.ts'
import { createSeed } from '../packages/server/src/testing/seed-conversation.ts'

const { values } = parseArgs({ options: { events: { type: 'string', default: '20000' } } })
const events = Number(values.events)
/** Requests at a time, as many as one endpoint gets. */
const width = 16
const mostIdleMilliseconds = 100
const mostBesideHanging = 500

const dataDirectory = mkdtempSync(path.join(tmpdir(), 'switchboard-bench-'))
const receiver = fork(path.join(import.meta.dirname, 'webhooks-out/receiver.ts'))
const [port] = await once(receiver, 'message')
const url = `http://127.0.0.1:${port}`
let missed = 0
try {
  await using postgres = await startEmbeddedPostgres({ dataDirectory })
  await using database = openDatabase({ connectionString: postgres.connectionString(), maxConnections: 20 })
  await migrate(database.db)
  await ensurePartitions(database.pool, new Date())
  const { pool } = database
  const seed = createSeed(pool)
  const workspaceId = await seed.workspace()
  const conversationId = await seed.conversation(
    workspaceId,
    await seed.account(workspaceId),
    await seed.contact(workspaceId, { name: 'Ada', phone: '+4915112345678' }),
  )
  const messages = await Promise.all(
    Array.from({ length: 200 }, (_, n) => seed.message(conversationId, { text: `message ${n}`, at: Date.now() - n })),
  )
  await using post = openPost({ ...database, connectionString: '' })
  post.start()
  const eventOf = (n: string | number, workspace: WorkspaceId = workspaceId): NewEvent => ({
    workspaceId: workspace,
    type: 'message.received',
    occurredAt: Date.now(),
    conversationId,
    messageId: messages[Number.parseInt(String(n), 10) % messages.length] ?? null,
    data: { n: `${n}` },
  })

  await throughput()
  await latency('idle, appended → received', mostIdleMilliseconds)
  await post.endpoint(workspaceId, `${url}/hangs`)
  const before = (await stats()).received
  await append(2_000)
  // The one that answers has them all, so that what is measured waits for nothing of its own.
  while ((await stats()).received - before < 2_000) await sleep(50)
  await latency('beside one that never answers', mostBesideHanging)

  async function append(count: number): Promise<void> {
    for (let from = 0; from < count; from += 1_000) {
      await appendEvents(
        pool,
        Array.from({ length: Math.min(1_000, count - from) }, (_, n) => eventOf(`${n}x`)),
      )
    }
  }

  async function throughput(): Promise<void> {
    const body = JSON.stringify({ type: 'message.received', data: { filling: 'x'.repeat(1_400) } })
    const bare = await bareLoop(body)
    // Everything is in the log when the endpoint begins.
    const { id } = await post.endpoint(workspaceId, `${url}/hook`)
    const before = (await stats()).received
    await append(events)
    const started = performance.now()
    while ((await stats()).received - before < events) await sleep(100)
    const rate = events / ((performance.now() - started) / 1_000)
    console.log('what                                              per second')
    console.log(`a bare loop of fetch, ${width} at a time                 ${bare.toFixed(0).padStart(10)}`)
    console.log(`deliveries: read, signed, posted, written down   ${rate.toFixed(0).padStart(10)}`)
    const { rows } = await pool.query<{ state: string; n: number }>(
      'select state, count(*)::int as n from webhook_deliveries where endpoint_id = $1 group by state',
      [id],
    )
    console.log(`  of them ${rows.map(({ state, n }) => `${n} ${state}`).join(', ')}\n`)
  }

  async function bareLoop(body: string): Promise<number> {
    let left = events
    const started = performance.now()
    const worker = async () => {
      while (left-- > 0) await (await fetch(`${url}/hook`, { method: 'POST', body })).arrayBuffer()
    }
    await Promise.all(Array.from({ length: width }, worker))
    return events / ((performance.now() - started) / 1_000)
  }

  async function latency(what: string, most: number): Promise<void> {
    const sent = new Map<string, number>()
    const times: number[] = []
    await stats()
    for (let round = 0; round < 200; round += 1) {
      const n = `${round}y${what.length}`
      sent.set(n, Date.now())
      await post.append([eventOf(n)])
      await sleep(25)
    }
    await sleep(1_500)
    for (const [n, at] of Object.entries((await stats()).arrivals)) {
      const from = sent.get(n)
      if (from !== undefined) times.push(at - from)
    }
    times.sort((a, b) => a - b)
    const at = (part: number) => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? Number.NaN
    const met = times.length === sent.size && at(0.99) <= most
    if (!met) missed += 1
    console.log(
      `${met ? 'met   ' : 'MISSED'} ${what}: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms (at most ${most}), ${times.length} of ${sent.size}`,
    )
  }
} finally {
  receiver.kill()
  rmSync(dataDirectory, { recursive: true, force: true })
}
console.log(missed === 0 ? '\nAll targets met.' : `\n${missed} targets missed.`)
process.exitCode = missed === 0 ? 0 : 1

async function stats(): Promise<{ received: number; arrivals: Record<string, number> }> {
  const answer = await fetch(`${url}/stats`)
  return (await answer.json()) as { received: number; arrivals: Record<string, number> } // receiver.ts
}
