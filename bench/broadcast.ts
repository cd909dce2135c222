import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { copyFor, listOf, rowBytes } from './broadcast/list.ts'
import { checkRate, queueRate, singleRate } from './broadcast/rates.ts'
import { type Product, startProduct, watchMemory } from './support/product.ts'

/**
 * What a long list costs: `node bench/broadcast.ts [--rows 1000000] [--sends 10000]`. Uploads a CSV with so many rows to a server of
 * its own, a tenth of them before measuring memory; beside it a bare COPY of the same columns, which is the limit. Then how fast
 * recipients are checked and brought into the outbox, beside one call of the outbox for each. Targets: memory grows by no more
 * than 60 MB over nine tenths of the list; 1,000 recipients a second are queued.
 */
const { values } = parseArgs({
  options: { rows: { type: 'string', default: '1000000' }, sends: { type: 'string', default: '10000' } },
})
const rows = Number(values.rows)
const sends = Number(values.sends)
const mostGrowth = 60
const leastQueued = 1_000
const adminKey = 'the key of the benchmark'
const headers = { 'x-admin-api-key': adminKey }

const directory = mkdtempSync(path.join(tmpdir(), 'switchboard-bench-'))
try {
  await using server = await startProduct(directory, { ADMIN_API_KEY: adminKey })
  const client = new pg.Client({ connectionString: server.databaseUrl })
  await client.connect()
  try {
    const id = await draft(server)
    const tenth = Math.ceil(rows / 10)
    const warm = watchMemory(server.process)
    await upload(server, id, 0, tenth)
    warm.stop()
    const memory = watchMemory(server.process)
    const seconds = await timed(() => upload(server, id, tenth, rows))
    memory.stop()
    const copied = await timed(() => copyFor(client, tenth, rows))
    const count = rows - tenth
    console.log(`${count.toLocaleString('en')} rows of ${rowBytes} bytes, after ${tenth.toLocaleString('en')} others`)
    line('CSV upload: read, known people found, doubles dropped', count / seconds, 'rows/s')
    line('bare COPY into the same columns and primary key', count / copied, 'rows/s')
    console.log(`  memory of the server: ${warm.most()} MB in the first tenth, ${memory.most()} MB after it`)
    report(`growth, MB (at most ${mostGrowth})`, memory.most() - warm.most(), (figure) => figure <= mostGrowth)
  } finally {
    await client.end()
  }
} finally {
  rmSync(directory, { recursive: true, force: true })
}
const single = await singleRate(Math.min(sends, 1_000))
const queued = await queueRate(sends)
line('dry run', await checkRate(sends), 'recipients/s')
line('one call of the outbox each, one commit each', single, 'recipients/s')
line('queued, new people, their conversations, messages and events', queued, 'recipients/s')
report(`queued a second (at least ${leastQueued})`, Math.round(queued), (figure) => figure >= leastQueued)

function line(what: string, rate: number, unit: string): void {
  console.log(`  ${what.padEnd(64)} ${Math.round(rate).toLocaleString('en').padStart(9)} ${unit}`)
}

function report(what: string, figure: number, isMet: (figure: number) => boolean): void {
  console.log(`  ${isMet(figure) ? 'met   ' : 'MISSED'} ${what}: ${figure}`)
  if (!isMet(figure)) process.exitCode = 1
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1_000
}

async function draft({ port }: Product): Promise<string> {
  const content = { type: 'template', name: 'hello_world', language: 'en_US' }
  const response = await fetch(`http://127.0.0.1:${port}/v1/broadcasts`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'The benchmark', content }),
  })
  const { id } = (await response.json()) as { id: string } // 201 of our own server
  return id
}

async function upload({ port }: Product, id: string, from: number, to: number): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/v1/broadcasts/${id}/recipients`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'text/csv' },
    body: Readable.toWeb(Readable.from(listOf(from, to))) as ReadableStream, // of the same runtime
    duplex: 'half',
  })
  const answer = (await response.json()) as { added?: number } // of our own server
  if (answer.added !== to - from) throw new Error(`not all were added: ${JSON.stringify(answer)}`)
}
