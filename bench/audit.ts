import { type ChildProcess, fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ensureDefaultWorkspace } from '../packages/server/src/access/default-workspace.ts'
import { seedAccount, seedConversation } from '../packages/server/src/interfaces/mcp/testing/seed-conversations.ts'
import { verifyAudit } from '../packages/server/src/store/audit-chain/verify-audit.ts'
import { openDatabase } from '../packages/server/src/store/database.ts'
import { startEmbeddedPostgres } from '../packages/server/src/store/embedded/start.ts'
import { migrate } from '../packages/server/src/store/migrate.ts'
import { plainTable } from './audit/plain-writer.ts'
import { sendLoad } from './mcp/send-load.ts'
import { cpuOf, cpuOfChildren } from './support/cpu-of.ts'

/**
 * What the chain costs: audited MCP calls a second with it and with a plain audit of the same rows, in one run, rounds in turn,
 * medians, and the CPU of a call, which a busy machine does not blur; the writers by themselves, one and two processes on one chain; and how fast a chain is verified. Everything shares
 * the machine.
 */
const connections = 16
const milliseconds = Number(process.env['BENCH_MS'] ?? 3_000)
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5)
const goal = 0.9
const kinds = ['chained', 'plain'] as const
type Kind = (typeof kinds)[number]

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

function start<Message>(file: string, args: readonly string[]): Promise<{ child: ChildProcess; message: Message }> {
  const child = fork(path.join(import.meta.dirname, 'audit', file), args)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)))
    child.once('message', (message) => resolve({ child, message: message as Message })) // sent by the scripts beside this one
  })
}

interface Served {
  readonly port: number
  readonly key: string
}

function requestTo({ port, key }: Served): string {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': {},
  }
  const params = { name: 'list_conversations', arguments: { limit: 1 }, _meta }
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params })
  return [
    ...['POST /mcp HTTP/1.1', `host: 127.0.0.1:${port}`, `authorization: Bearer ${key}`],
    ...['content-type: application/json', 'accept: application/json, text/event-stream'],
    ...['mcp-protocol-version: 2026-07-28', 'mcp-method: tools/call', 'mcp-name: list_conversations'],
    ...[`content-length: ${Buffer.byteLength(body)}`, '', body],
  ].join('\r\n')
}

function printPair(what: string, rates: Record<Kind, readonly number[]>): number {
  const [chained, plain] = [median(rates.chained), median(rates.plain)]
  console.log(
    `${what.padEnd(34)} chained ${chained.toFixed(0).padStart(6)}/s   plain ${plain.toFixed(0).padStart(6)}/s   ` +
      `ratio ${(chained / plain).toFixed(2)}`,
  )
  return chained / plain
}

async function measureWriters(url: string, workspaceId: string, processes: number): Promise<Record<Kind, number[]>> {
  const rates: Record<Kind, number[]> = { chained: [], plain: [] }
  for (let round = 0; round < rounds; round++) {
    for (const kind of kinds) {
      const writers = Array.from({ length: processes }, () =>
        start<{ perSecond: number }>('write.ts', [url, kind, workspaceId, String(milliseconds)]),
      )
      const done = await Promise.all(writers)
      rates[kind].push(done.reduce((sum, { message }) => sum + message.perSecond, 0))
    }
  }
  return rates
}

const dataDirectory = await mkdtemp(path.join(tmpdir(), 'switchboard-bench-'))
const postgres = await startEmbeddedPostgres({ dataDirectory })
const children: ChildProcess[] = []
try {
  const url = postgres.connectionString()
  await using handle = openDatabase({ connectionString: url })
  await migrate(handle.db)
  await handle.pool.query(plainTable)
  const workspaceId = await ensureDefaultWorkspace(handle.db)
  const accountId = await seedAccount(handle.pool, workspaceId)
  for (let index = 0; index < 50; index++) {
    const at = new Date(Date.UTC(2026, 10, 20) - index * 1_800_000)
    const phone = `+49151${String(1_000_000 + index)}`
    const messages = [{ text: `Message about order ${index}` }]
    await seedConversation(handle.pool, workspaceId, { name: `Customer ${index}`, phone, messages, accountId, at })
  }
  await handle.pool.query('vacuum analyze')

  const servers = await Promise.all(kinds.map((kind) => start<Served>('serve.ts', [url, kind])))
  children.push(...servers.map(({ child }) => child))
  const calls: Record<Kind, number[]> = { chained: [], plain: [] }
  const cpu: Record<Kind, number[]> = { chained: [], plain: [] }
  for (let round = -1; round < rounds; round++) {
    for (const [index, kind] of kinds.entries()) {
      const served = servers[index]?.message
      if (!served) throw new Error('a server is missing')
      const load = { port: served.port, request: requestTo(served), expected: 'Customer', connections, milliseconds }
      const used = () => cpuOf(servers[index]?.child.pid ?? 0) + cpuOfChildren(postgres.pid)
      const before = used()
      const { perSecond, calls: done } = await sendLoad(load)
      // The first round warms up.
      if (round < 0) continue
      calls[kind].push(perSecond)
      cpu[kind].push((used() - before) / done)
    }
  }
  console.log(`Medians of ${rounds} rounds of ${milliseconds} ms\n`)
  const ratio = printPair(`MCP calls, ${connections} connections`, calls)
  console.log(
    `${'CPU of a call, with Postgres'.padEnd(34)} chained ${median(cpu.chained).toFixed(0).padStart(6)} µs   plain ${median(cpu.plain).toFixed(0).padStart(6)} µs`,
  )
  printPair('rows, one process', await measureWriters(url, workspaceId, 1))
  printPair('rows, two processes, one chain', await measureWriters(url, workspaceId, 2))
  const started = performance.now()
  for await (const { rows, break: found } of verifyAudit(handle.pool)) {
    if (found) throw new Error(`the chain is broken: ${JSON.stringify(found)}`)
    const seconds = (performance.now() - started) / 1_000
    console.log(`verified${''.padEnd(26)} ${rows} rows in ${seconds.toFixed(1)} s, ${(rows / seconds).toFixed(0)}/s`)
  }
  console.log(`\ngoal: ratio of MCP calls ≥ ${goal}`)
  if (ratio < goal) process.exitCode = 1
} finally {
  for (const child of children) child.disconnect()
  await postgres[Symbol.asyncDispose]()
  await rm(dataDirectory, { recursive: true, force: true })
}
