import { type ChildProcess, fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ensureDefaultWorkspace } from '../packages/server/src/access/default-workspace.ts'
import { seedAccount, seedConversation } from '../packages/server/src/interfaces/mcp/testing/seed-conversations.ts'
import { openDatabase } from '../packages/server/src/store/database.ts'
import { startEmbeddedPostgres } from '../packages/server/src/store/embedded/start.ts'
import { migrate } from '../packages/server/src/store/migrate.ts'
import { type Contender, type Result, report } from './mcp/report.ts'
import { sendLoad } from './mcp/send-load.ts'
import { cpuOf, cpuOfChildren } from './support/cpu-of.ts'

/**
 * `tools/call` of ours against an echo tool on the bare SDK, in one run: the same generator, the same connections, rounds in
 * turn, medians. Postgres, our server and the generator share the machine, so the database's work counts against us. CPU per
 * call (the server's and that of Postgres' processes) tells what a busy machine blurs.
 *
 * `--owner`: also the same as the tables' owner, in turns with it: what row security costs. Two more servers share Postgres then.
 */
const connections = 16
const milliseconds = Number(process.env['BENCH_MS'] ?? 3_000)
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5)
const contacts = 500
const asOwnerToo = process.argv.includes('--owner')

interface Started {
  readonly child: ChildProcess
  readonly port: number
  readonly key?: string
}

function startServer(file: string, args: string[] = []): Promise<Started> {
  const execArgv = process.env['BENCH_PROFILE'] ? ['--cpu-prof', '--cpu-prof-dir', process.env['BENCH_PROFILE']] : []
  const child = fork(path.join(import.meta.dirname, 'mcp', file), args, { execArgv })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)))
    // Sent by the two scripts beside this one.
    child.once('message', (message) => resolve({ child, ...(message as { port: number; key?: string }) }))
  })
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

/** Its rounds are filled as they are measured. */
interface Measured extends Contender {
  readonly server: Started
  readonly request: string
  readonly expected: string
  readonly rounds: Result[]
}

const tools = [
  {
    label: 'list_conversations (1)',
    name: 'list_conversations',
    args: { limit: 1 },
    expected: 'Customer',
    hasGoal: true,
  },
  { label: 'list_conversations (20)', name: 'list_conversations', args: {}, expected: 'Customer', hasGoal: true },
  { label: 'list_messages (30)', name: 'list_messages', args: {}, expected: 'Message', hasGoal: true },
  {
    label: 'search_contacts (15)',
    name: 'search_contacts',
    args: { query: 'customer 12' },
    expected: 'Customer',
    hasGoal: true,
  },
  {
    label: 'search_messages (20)',
    name: 'search_messages',
    args: { query: 'order' },
    expected: 'Message',
    hasGoal: true,
  },
  { label: 'list_calls (0)', name: 'list_calls', args: {}, expected: 'calls', hasGoal: false },
]

function contendersOf(server: Started, suffix: string): Measured[] {
  return tools.map(({ label, name, args, expected, hasGoal }) => ({
    label: `${label}${suffix}`,
    hasGoal: hasGoal && suffix === '',
    server,
    request: requestOf(server.port, name, args, server.key),
    expected,
    rounds: [],
  }))
}

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

  const start = async (file: string, args?: string[]) => {
    const server = await startServer(file, args)
    started.push(server)
    return server
  }
  const server = await start('serve-echo.ts')
  const echo: Measured = {
    label: 'echo, bare SDK',
    hasGoal: false,
    server,
    request: requestOf(server.port, 'echo', { text: 'hello' }),
    expected: 'hello',
    rounds: [],
  }
  const ours = contendersOf(await start('serve-switchboard.ts', [postgres.connectionString()]), '')
  const owners = asOwnerToo
    ? contendersOf(await start('serve-switchboard.ts', [postgres.connectionString(), 'owner']), ', as owner')
    : []
  // Each of ours beside its own as owner.
  const others = ours.flatMap((contender, index) => [contender, ...owners.slice(index, index + 1)])
  for (let round = -1; round < rounds; round++) {
    for (const { server, request, expected, rounds: measured } of [echo, ...others]) {
      const pid = server.child.pid ?? 0
      const [node, database] = [cpuOf(pid), cpuOfChildren(postgres.pid)]
      const length = round < 0 ? milliseconds / 2 : milliseconds
      const result = await sendLoad({ request, expected, port: server.port, connections, milliseconds: length })
      const perCall = (used: number) => used / result.calls
      const cpu = { node: perCall(cpuOf(pid) - node), postgres: perCall(cpuOfChildren(postgres.pid) - database) }
      // The first round warms up.
      if (round >= 0) measured.push({ ...result, ...cpu })
    }
  }
  console.log(`MCP tools/call, ${connections} connections, medians of ${rounds} rounds of ${milliseconds} ms\n`)
  report(echo, others)
} finally {
  for (const { child } of started) child.disconnect()
  await postgres[Symbol.asyncDispose]()
  await rm(dataDirectory, { recursive: true, force: true })
}
