/**
 * How fast a search answers, as the corpus grows: `node bench/search.ts [--sizes 10000,100000,1000000] [--keep DIR]`.
 * Fills an embedded Postgres with made-up messages in five scripts (words by Zipf's law), then times whole searches, from
 * the query's text to the page of 20 messages with snippets, as callers' (under row security) and, in turns with them, as the
 * tables' owner's; the last column is the CPU of the first over the second, Postgres' and ours. About five minutes up to a million; --keep keeps the data.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { searchMessages } from '../packages/server/src/search/search-messages.ts'
import { type Database, openDatabase, openScopedDatabase } from '../packages/server/src/store/database.ts'
import { startEmbeddedPostgres } from '../packages/server/src/store/embedded/start.ts'
import { migrate } from '../packages/server/src/store/migrate.ts'
import { withScope } from '../packages/server/src/store/row-security/scope.ts'
import { createCorpus } from './search/fill.ts'
import { createKinds } from './search/queries.ts'
import { cpuOfChildren } from './support/cpu-of.ts'

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
/** Callers' searches and the owner's take turns, so that a busy moment of the machine hits both. */
const turns = 10
let missed = 0
{
  // Only the filling is unsafe; a search writes nothing. A worker of autovacuum that ends takes the CPU that it was counted with along.
  const settings = { autovacuum: 'off', fsync: 'off', synchronous_commit: 'off', max_wal_size: '4GB' }
  await using postgres = await startEmbeddedPostgres({ dataDirectory, settings })
  await using database = openDatabase({ connectionString: postgres.connectionString() })
  await using scoped = openScopedDatabase({ connectionString: postgres.connectionString() })
  await migrate(database.db)
  const corpus = await createCorpus(database.pool)
  for (const size of values.sizes.split(',').map(Number)) {
    const started = performance.now()
    await corpus.growTo(size)
    const filled = ((performance.now() - started) / 1000).toFixed(0)
    console.log(
      `\n${size.toLocaleString('en')} messages, ${corpus.vocabulary.size.toLocaleString('en')} words (filled in ${filled} s)`,
    )
    console.log('search                          p50 ms   p95 ms   max ms   hits/page   CPU ratio')
    for (const kind of createKinds(corpus)) await time(kind)
  }

  async function time({ name, target, make }: ReturnType<typeof createKinds>[number]): Promise<void> {
    const times: number[] = []
    const cpu = { callers: 0, owners: 0 }
    let hits = 0
    const search = (db: Database, args: ReturnType<typeof make>) =>
      searchMessages(db, corpus.workspaceId as never, { ...args, limit: 20 })
    const asCaller = <Result>(run: () => Result) =>
      withScope({ workspaceId: corpus.workspaceId, reach: { accounts: null, contacts: null } }, run)
    // The kernel counts Postgres' CPU in ticks of 10 ms, so not search by search.
    for (let turn = -1; turn < turns; turn++) {
      const asked = Array.from({ length: Math.ceil(rounds / turns) }, () => make())
      let used = cpuOf(postgres.pid)
      for (const args of asked) {
        const began = performance.now()
        const page = await asCaller(() => search(scoped.db, args))
        if (turn < 0) continue
        times.push(performance.now() - began)
        hits += page.items.length
      }
      if (turn >= 0) cpu.callers += cpuOf(postgres.pid) - used
      used = cpuOf(postgres.pid)
      for (const args of asked) await search(database.db, args)
      if (turn >= 0) cpu.owners += cpuOf(postgres.pid) - used
    }
    times.sort((a, b) => a - b)
    const at = (part: number) => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0
    const [p50, p95] = [at(0.5), at(0.95)]
    const late = target && corpus.size >= targets.size && (p50 > targets.p50 || p95 > targets.p95)
    if (late) missed++
    const figures = [p50, p95, at(1)].map((ms) => ms.toFixed(1).padStart(8)).join(' ')
    console.log(
      `${name.padEnd(30)} ${figures}   ${(hits / times.length).toFixed(1).padStart(6)}   ${(cpu.callers / cpu.owners).toFixed(2).padStart(9)}${late ? '   above the target' : ''}`,
    )
  }
}
function cpuOf(postgres: number): number {
  const { user, system } = process.cpuUsage()
  return user + system + cpuOfChildren(postgres)
}
if (values.keep === undefined) rmSync(dataDirectory, { recursive: true, force: true })
console.log(
  missed === 0 ? '\nAll targets met.' : `\n${missed} above the target of p50 ${targets.p50} ms, p95 ${targets.p95} ms.`,
)
process.exitCode = missed === 0 ? 0 : 1
