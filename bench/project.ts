import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type pg from 'pg'
import { startProjector } from '../packages/server/src/ingest/project/projector.ts'
import { shardOf } from '../packages/server/src/ingest/shard-of.ts'
import { openDatabase } from '../packages/server/src/store/database.ts'
import { startEmbeddedPostgres } from '../packages/server/src/store/embedded/start.ts'
import { migrate } from '../packages/server/src/store/migrate.ts'
import { ensurePartitions } from '../packages/server/src/store/partitions/ensure-partitions.ts'
import { cloudApiReader } from '../packages/server/src/transports/cloud-api/read-webhook.ts'
import { traffic } from './project/traffic.ts'

/**
 * How fast the inbox becomes conversations: `node bench/project.ts --webhooks 100000`. The bodies are in the inbox before the
 * clock starts; `--numbers 1` is what one number at its highest throughput causes (one shard), more numbers use more shards.
 */
const { values: flags } = parseArgs({
  options: {
    webhooks: { type: 'string', default: '60000' },
    contacts: { type: 'string', default: '1000' },
    numbers: { type: 'string', default: '1' },
    statements: { type: 'boolean', default: false },
  },
})
const directory = mkdtempSync(path.join(tmpdir(), 'switchboard-bench-'))
const postgres = await startEmbeddedPostgres({
  dataDirectory: directory,
  settings: flags.statements ? { shared_preload_libraries: 'pg_stat_statements' } : {},
})
const database = openDatabase({ connectionString: postgres.connectionString() })
try {
  await migrate(database.db)
  await ensurePartitions(database.pool, new Date())
  const numbers = Number(flags.numbers)
  const webhooks = Math.floor(Number(flags.webhooks) / numbers)
  for (let number = 0; number < numbers; number += 1) await fill(database.pool, `10654035224292${number}`, webhooks)
  if (flags.statements) await database.pool.query('create extension pg_stat_statements')
  const usage = process.cpuUsage()
  const started = performance.now()
  const projector = startProjector({ pool: database.pool, readers: { 'cloud-api': cloudApiReader } })
  await projector.drain()
  const seconds = (performance.now() - started) / 1_000
  const { user, system } = process.cpuUsage(usage)
  await projector.stop()
  const { projected, events, parked, batches } = projector.stats()
  const cpu = (user + system) / 1e6
  console.log(
    `${projected} webhooks of ${numbers} number(s) in ${seconds.toFixed(2)} s: ${Math.round(projected / seconds)}/s`,
  )
  console.log(`${events} events, ${parked} parked, ${batches} batches; ${cpu.toFixed(2)} s of it this process's CPU`)
  if (flags.statements) await printStatements(database.pool)
} finally {
  await database[Symbol.asyncDispose]()
  await postgres[Symbol.asyncDispose]()
  rmSync(directory, { recursive: true, force: true })
}

async function fill(pool: pg.Pool, phoneNumberId: string, webhooks: number): Promise<void> {
  const shard = shardOf(phoneNumberId)
  let batch: Buffer[] = []
  const flush = async (): Promise<void> => {
    await pool.query(
      `with x as materialized (select pg_current_xact_id() as xid)
       insert into inbox (seq, received_at, transport, shard, body_sha256, body)
       select nextval('inbox_seq'), now(), 'cloud-api', $1, b.sha, b.body
       from x, unnest($2::bytea[], $3::bytea[]) b(sha, body) where x.xid is not null on conflict do nothing`,
      [shard, batch.map((body) => createHash('sha256').update(body).digest()), batch],
    )
    batch = []
  }
  const contacts = Number(flags.contacts)
  for (const body of traffic({ webhooks, contacts, from: Date.now() - 3_600_000, phoneNumberId })) {
    batch.push(Buffer.from(body))
    if (batch.length === 1_000) await flush()
  }
  if (batch.length > 0) await flush()
}

async function printStatements(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ calls: number; total: number; query: string }>(
    `select calls, total_exec_time + total_plan_time as total, query from pg_stat_statements
     order by total_exec_time + total_plan_time desc limit 25`,
  )
  for (const { calls, total, query } of rows) {
    const text = query.replace(/\s+/g, ' ').slice(0, 110)
    console.log(
      `${total.toFixed(0).padStart(7)} ms ${String(calls).padStart(6)} × ${(total / calls).toFixed(2).padStart(6)} ms  ${text}`,
    )
  }
}
