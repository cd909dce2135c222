import { type ChildProcess, fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ensureDefaultWorkspace } from '../packages/server/src/access/default-workspace.ts'
import { seedAccount, seedConversation } from '../packages/server/src/interfaces/mcp/testing/seed-conversations.ts'
import { openDatabase } from '../packages/server/src/store/database.ts'
import { startEmbeddedPostgres } from '../packages/server/src/store/embedded/start.ts'
import { migrate } from '../packages/server/src/store/migrate.ts'
import { type LoadResult, sendLoad } from './mcp/send-load.ts'
import { cpuOf, cpuOfChildren } from './support/cpu-of.ts'

/**
 * `tools/call` of ours against an echo tool on the bare SDK, in one run: the same generator, the same connections, rounds in
 * turn, medians. Postgres, our server and the generator share the machine, so the database's work counts against us. CPU per
 * call (the server's and that of Postgres' processes) tells what a busy machine blurs.
 */
const connections = 16
const milliseconds = Number(process.env['BENCH_MS'] ?? 3_000)
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5)
const contacts = 500
const goal = 0.7
/** The same as the tables' owner, in turns with it: what row security costs. */
const withoutWall = ', as owner'

interface Started {
  readonly child: ChildProcess
  readonly port: number
  readonly key?: string
}

function start(file: string, args: string[] = []): Promise<Started> {
  const execArgv = process.env['BENCH_PROFILE'] ? ['--cpu-prof', '--cpu-prof-dir', process.env['BENCH_PROFILE']] : []
  const child = fork(path.join(import.meta.dirname, 'mcp', file), args, { execArgv })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)))
    // Sent by the two scripts beside this one.
    child.once('message', (message) => resolve({ child, ...(message as { port: number; key?: string }) }))
  })
}

interface Result extends LoadResult {
  /** Microseconds of CPU per call. */
  readonly node: number
  readonly postgres: number
}

function requestOf(port: number, name: string, args: Record<string, unknown>, key?: string): string {
  const body = JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: {
      name,
      arguments: args,
      _meta: {
        'io.modelcontextprotocol/protocolVersion': '2026-07-28',
        'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1' },
        'io.modelcontextprotocol/clientCapabilities': {},
      },
    },
  })
  const headers = [
    'POST /mcp HTTP/1.1',
    `host: 127.0.0.1:${port}`,
    'content-type: application/json',
    'accept: application/json, text/event-stream',
    'mcp-protocol-version: 2026-07-28',
    'mcp-method: tools/call',
    `mcp-name: ${name}`,
    ...(key ? [`authorization: Bearer ${key}`] : []),
    `content-length: ${Buffer.byteLength(body)}`,
  ]
  return `${headers.join('\r\n')}\r\n\r\n${body}`
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

const dataDirectory = await mkdtemp(path.join(tmpdir(), 'switchboard-bench-'))
const postgres = await startEmbeddedPostgres({ dataDirectory })
const started: Started[] = []
try {
  const handle = openDatabase({ connectionString: postgres.connectionString() })
  await migrate(handle.db)
  const workspaceId = await ensureDefaultWorkspace(handle.db)
  const accountId = await seedAccount(handle.pool, workspaceId)
  for (let index = 0; index < contacts; index++) {
    const messages = Array.from({ length: 20 }, (_, at) => ({ text: `Message ${at} about order ${index * 20 + at}` }))
    const at = new Date(Date.UTC(2026, 10, 20) - index * 1_800_000)
    const phone = `+49151${String(1_000_000 + index)}`
    await seedConversation(handle.pool, workspaceId, { name: `Customer ${index}`, phone, messages, accountId, at })
  }
  await handle.pool.query('vacuum analyze')
  await handle[Symbol.asyncDispose]()

  const echo = await start('serve-echo.ts')
  const ours = await start('serve-switchboard.ts', [postgres.connectionString()])
  const asOwner = await start('serve-switchboard.ts', [postgres.connectionString(), 'owner'])
  started.push(echo, ours, asOwner)
  const contenders = [
    {
      label: 'echo, bare SDK',
      server: echo,
      request: requestOf(echo.port, 'echo', { text: 'hello' }),
      expected: 'hello',
    },
    ...[
      { label: 'list_conversations (1)', name: 'list_conversations', args: { limit: 1 }, expected: 'Customer' },
      { label: 'list_conversations (20)', name: 'list_conversations', args: {}, expected: 'Customer' },
      { label: 'list_messages (30)', name: 'list_messages', args: {}, expected: 'Message' },
      { label: 'search_contacts (20)', name: 'search_contacts', args: { query: 'customer 12' }, expected: 'Customer' },
      { label: 'search_messages (20)', name: 'search_messages', args: { query: 'order' }, expected: 'Message' },
      { label: 'list_calls (0)', name: 'list_calls', args: {}, expected: 'calls' },
    ].flatMap(({ label, name, args, expected }) =>
      [ours, asOwner].map((server) => ({
        label: server === ours ? label : `${label}${withoutWall}`,
        server,
        request: requestOf(server.port, name, args, server.key),
        expected,
      })),
    ),
  ]
  const results = new Map<string, Result[]>(contenders.map(({ label }) => [label, []]))
  for (let round = -1; round < rounds; round++) {
    for (const { label, server, ...load } of contenders) {
      const pid = server.child.pid ?? 0
      const [node, database] = [cpuOf(pid), cpuOfChildren(postgres.pid)]
      const length = round < 0 ? milliseconds / 2 : milliseconds
      const result = await sendLoad({ ...load, port: server.port, connections, milliseconds: length })
      const perCall = (used: number) => used / result.calls
      const cpu = { node: perCall(cpuOf(pid) - node), postgres: perCall(cpuOfChildren(postgres.pid) - database) }
      // The first round warms up.
      if (round >= 0) results.get(label)?.push({ ...result, ...cpu })
    }
  }
  const base = median(results.get('echo, bare SDK')?.map(({ perSecond }) => perSecond) ?? [])
  console.log(`MCP tools/call, ${connections} connections, median of ${rounds} rounds of ${milliseconds} ms\n`)
  for (const [label, runs] of results) {
    const rate = median(runs.map(({ perSecond }) => perSecond))
    const [p50, p99] = [median(runs.map((run) => run.p50)), median(runs.map((run) => run.p99))]
    console.log(
      `${label.padEnd(35)}${rate.toFixed(0).padStart(7)}/s  p50 ${p50.toFixed(1).padStart(6)} ms  ` +
        `p99 ${p99.toFixed(1).padStart(6)} ms  ratio ${(rate / base).toFixed(2)}  ` +
        `CPU a call ${median(runs.map(({ node }) => node))
          .toFixed(0)
          .padStart(5)} µs` +
        (label.startsWith('echo') ? '' : ` + Postgres ${median(runs.map((run) => run.postgres)).toFixed(0)} µs`),
    )
  }
  console.log(`\ngoal: ratio ≥ ${goal}`)
} finally {
  for (const { child } of started) child.disconnect()
  await postgres[Symbol.asyncDispose]()
  await rm(dataDirectory, { recursive: true, force: true })
}
