/**
 * How fast a search answers, as the corpus grows: `node bench/search.ts [--sizes 10000,100000,1000000] [--keep DIR]`.
 * Fills an embedded Postgres with made-up messages in five scripts (words by Zipf's law), then times whole searches, from
 * the query's text to the page of 20 messages with snippets, as callers' (under row security) and, in turns with them, as the
 * tables' owner's; the last columns are the CPU of the first, Postgres' and
 * ours, and the same over that of the second. About five minutes up to a million;
 * --keep keeps the data and goes on from what is there.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type pg from 'pg'
import { searchMessages } from '../packages/server/src/search/search-messages.ts'
import { openDatabase, openScopedDatabase } from '../packages/server/src/store/database.ts'
import { startEmbeddedPostgres } from '../packages/server/src/store/embedded/start.ts'
import { migrate } from '../packages/server/src/store/migrate.ts'
import { withScope } from '../packages/server/src/store/row-security/scope.ts'
import { createCorpus } from './search/fill.ts'
import { createKinds } from './search/queries.ts'
import { cpuOf } from './support/cpu-of.ts'

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '10000,100000,1000000' },
    keep: { type: 'string' },
    rounds: { type: 'string', default: '150' },
  },
})
const rounds = Number(values.rounds)
const dataDirectory = values.keep ?? mkdtempSync(path.join(tmpdir(), 'switchboard-bench-'))
const targets = { p50: 5, p95: 50, size: 1_000_000 }
/** As many as it takes for hot statements to be planned for good (see store/prepared-statements.ts). */
const warmUp = 15
let missed = 0
{
  // Only the filling is unsafe; a search writes nothing. A worker of autovacuum that ends takes the CPU that it was counted with along.
  const settings = { autovacuum: 'off', fsync: 'off', synchronous_commit: 'off', max_wal_size: '4GB' }
  await using postgres = await startEmbeddedPostgres({ dataDirectory, settings })
  await using database = openDatabase({ connectionString: postgres.connectionString() })
  const asking = { connectionString: postgres.connectionString(), maxConnections: 1 }
  // As callers' connections, but for whom they ask.
  await using owners = openDatabase({ ...asking, pipeline: true })
  await using scoped = openScopedDatabase(asking)
  await migrate(database.db)
  const corpus = await createCorpus(database.pool)
  const scope = { workspaceId: corpus.workspaceId, reach: { accounts: null, contacts: null } }
  let processes = { callers: Number.NaN, owners: Number.NaN }
  for (const size of values.sizes.split(',').map(Number)) {
    const started = performance.now()
    await corpus.growTo(size)
    const filled = ((performance.now() - started) / 1000).toFixed(0)
    // Filling takes longer than an idle connection is kept.
    processes = {
      callers: await withScope(scope, () => processOf(scoped.pool)),
      owners: await processOf(owners.pool),
    }
    console.log(
      `\n${size.toLocaleString('en')} messages, ${corpus.vocabulary.size.toLocaleString('en')} words (filled in ${filled} s)`,
    )
    console.log('search                          p50 ms   p95 ms   max ms   hits/page   CPU ms   CPU ratio')
    for (const kind of createKinds(corpus)) await time(kind)
  }

  /** Ours and that of the one connection of theirs. */
  function cpuUsed(who: keyof typeof processes): number {
    const { user, system } = process.cpuUsage()
    return user + system + cpuOf(processes[who])
  }

  async function time({ name, target, make }: ReturnType<typeof createKinds>[number]): Promise<void> {
    const times: number[] = []
    const cpu = { callers: 0, owners: 0 }
    let hits = 0
    const asOwner = (args: ReturnType<typeof make>) =>
      searchMessages(owners.db, corpus.workspaceId as never, { ...args, limit: 20 })
    const asCaller = (args: ReturnType<typeof make>) =>
      withScope(scope, () => searchMessages(scoped.db, corpus.workspaceId as never, { ...args, limit: 20 }))
    for (let round = -warmUp; round < rounds; round++) {
      const args = make()
      // Whoever asks first brings what is read into Postgres' memory for the other, so they take turns.
      for (const who of round % 2 === 0 ? (['callers', 'owners'] as const) : (['owners', 'callers'] as const)) {
        const used = cpuUsed(who)
        const began = performance.now()
        const page = await (who === 'callers' ? asCaller(args) : asOwner(args))
        if (round < 0) continue
        cpu[who] += cpuUsed(who) - used
        if (who === 'owners') continue
        times.push(performance.now() - began)
        hits += page.items.length
      }
    }
    times.sort((a, b) => a - b)
    const at = (part: number) => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0
    const [p50, p95] = [at(0.5), at(0.95)]
    const late = target && corpus.size >= targets.size && (p50 > targets.p50 || p95 > targets.p95)
    if (late) missed++
    const figures = [p50, p95, at(1)].map((ms) => ms.toFixed(1).padStart(8)).join(' ')
    console.log(
      `${name.padEnd(30)} ${figures}   ${(hits / times.length).toFixed(1).padStart(6)}      ${(cpu.callers / times.length / 1_000).toFixed(2).padStart(6)}   ${(cpu.callers / cpu.owners).toFixed(2).padStart(9)}${late ? '   above the target' : ''}`,
    )
  }
}
async function processOf(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid')
  return rows[0]?.pid ?? Number.NaN
}
if (values.keep === undefined) rmSync(dataDirectory, { recursive: true, force: true })
console.log(
  missed === 0 ? '\nAll targets met.' : `\n${missed} above the target of p50 ${targets.p50} ms, p95 ${targets.p95} ms.`,
)
process.exitCode = missed === 0 ? 0 : 1
