/**
 * How fast a search answers, as the corpus grows: `node bench/search.ts [--sizes 10000,100000,1000000] [--keep DIR]`.
 * Fills an embedded Postgres with made-up messages in five scripts (words by Zipf's law), then times whole searches, from
 * the query's text to the page of 20 messages with snippets. About five minutes up to a million; --keep keeps the data.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { searchMessages } from '../packages/server/src/search/search-messages.ts'
import { openDatabase } from '../packages/server/src/store/database.ts'
import { startEmbeddedPostgres } from '../packages/server/src/store/embedded/start.ts'
import { migrate } from '../packages/server/src/store/migrate.ts'
import { createCorpus } from './search/fill.ts'
import { createKinds } from './search/queries.ts'

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
let missed = 0
{
  // Only the filling is unsafe; a search writes nothing.
  const settings = { fsync: 'off', synchronous_commit: 'off', max_wal_size: '4GB' }
  await using postgres = await startEmbeddedPostgres({ dataDirectory, settings })
  await using database = openDatabase({ connectionString: postgres.connectionString() })
  await migrate(database.db)
  const corpus = await createCorpus(database.pool)
  for (const size of values.sizes.split(',').map(Number)) {
    const started = performance.now()
    await corpus.growTo(size)
    const filled = ((performance.now() - started) / 1000).toFixed(0)
    console.log(
      `\n${size.toLocaleString('en')} messages, ${corpus.vocabulary.size.toLocaleString('en')} words (filled in ${filled} s)`,
    )
    console.log('search                          p50 ms   p95 ms   max ms   hits/page')
    for (const kind of createKinds(corpus)) await time(kind)
  }

  async function time({ name, target, make }: ReturnType<typeof createKinds>[number]): Promise<void> {
    const times: number[] = []
    let hits = 0
    for (let round = -10; round < rounds; round++) {
      const args = make()
      const began = performance.now()
      const page = await searchMessages(database.db, corpus.workspaceId as never, { ...args, limit: 20 })
      if (round < 0) continue
      times.push(performance.now() - began)
      hits += page.items.length
    }
    times.sort((a, b) => a - b)
    const at = (part: number) => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0
    const [p50, p95] = [at(0.5), at(0.95)]
    const late = target && corpus.size >= targets.size && (p50 > targets.p50 || p95 > targets.p95)
    if (late) missed++
    const figures = [p50, p95, at(1)].map((ms) => ms.toFixed(1).padStart(8)).join(' ')
    console.log(
      `${name.padEnd(30)} ${figures}   ${(hits / rounds).toFixed(1).padStart(6)}${late ? '   above the target' : ''}`,
    )
  }
}
if (values.keep === undefined) rmSync(dataDirectory, { recursive: true, force: true })
console.log(
  missed === 0 ? '\nAll targets met.' : `\n${missed} above the target of p50 ${targets.p50} ms, p95 ${targets.p95} ms.`,
)
process.exitCode = missed === 0 ? 0 : 1
