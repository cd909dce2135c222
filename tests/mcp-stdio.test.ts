import { execFile } from 'node:child_process'
import path from 'node:path'
import { Client, type ClientOptions } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seedConversation } from '../packages/server/src/interfaces/mcp/testing/seed-conversations.ts'
import { type RunningMcp, startMcp } from '../packages/server/src/interfaces/mcp/testing/start-mcp.ts'
import { createTestDatabase, type TestDatabase } from '../packages/server/src/testing/index.ts'

let database: TestDatabase
let mcp: RunningMcp

beforeAll(async () => {
  database = await createTestDatabase()
  mcp = await startMcp(database)
  await seedConversation(database.pool, mcp.workspaceId, {
    name: 'Anna',
    phone: '+4915112345678',
    messages: [{ text: 'Where is my order?' }],
  })
})
afterAll(async () => {
  await mcp[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

const proxyModule = path.join(import.meta.dirname, '../packages/server/src/interfaces/mcp/stdio/run-stdio-proxy.ts')
const proxyArguments = (url: string, key: string) => [
  '--input-type=module',
  '--eval',
  `import { runStdioProxy } from ${JSON.stringify(proxyModule)}
   await runStdioProxy({ url: ${JSON.stringify(url)}, key: ${JSON.stringify(key)} })`,
]

const eras: [string, ClientOptions, string][] = [
  ['of the current revision', { versionNegotiation: { mode: 'auto' } }, '2026-07-28'],
  ['of the older revisions', {}, '2025-11-25'],
]

describe.each(eras)('over stdio, a client %s', (_name, options, revision) => {
  async function connect(url: string, key: string): Promise<Client> {
    const client = new Client({ name: 'test', version: '1' }, options)
    await client.connect(new StdioClientTransport({ command: process.execPath, args: proxyArguments(url, key) }))
    return client
  }

  test('speaks its revision with the running server and calls a tool', async () => {
    const client = await connect(mcp.url, mcp.key)
    expect(client.getNegotiatedProtocolVersion()).toBe(revision)
    expect((await client.listTools()).tools).toHaveLength(14)
    const result = await client.callTool({ name: 'list_conversations', arguments: {} })
    expect(JSON.stringify(result.structuredContent)).toContain('Where is my order?')
    await expect(client.callTool({ name: 'nothing', arguments: {} })).rejects.toMatchObject({ code: -32602 })
    await client.close()
  })

  test('goes on when the server was restarted meanwhile', async () => {
    const first = await startMcp(database)
    const client = await connect(first.url, first.key)
    await client.listTools()
    const port = Number(new URL(first.url).port)
    await first[Symbol.asyncDispose]()
    await expect(client.callTool({ name: 'list_calls', arguments: {} })).rejects.toThrow(/cannot be reached/)
    await using _second = await startMcp(database, { port })
    const { structuredContent } = await client.callTool({ name: 'list_calls', arguments: {} })
    expect(structuredContent).toEqual({ calls: [], nextCursor: null })
    await client.close()
  })
})

test('a wrong key is answered in words, on stderr and to the client', async () => {
  const client = new Client({ name: 'test', version: '1' })
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: proxyArguments(mcp.url, 'sb_live_wrong'),
    stderr: 'pipe',
  })
  const said: string[] = []
  transport.stderr?.on('data', (chunk: Buffer) => said.push(chunk.toString()))
  await expect(client.connect(transport)).rejects.toThrow(/does not accept the API key/)
  expect(said.join('')).toContain('switchboard key create')
  await client.close()
})

test('a client that writes everything at once and closes its end is answered', async () => {
  const messages = [
    {
      id: 1,
      method: 'initialize',
      params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
    },
    { method: 'notifications/initialized' },
    { id: 2, method: 'tools/list' },
    { id: 3, method: 'tools/call', params: { name: 'list_conversations', arguments: {} } },
  ]
  const { promise, resolve } = Promise.withResolvers<{ stdout: string; stderr: string }>()
  const child = execFile(process.execPath, proxyArguments(mcp.url, mcp.key), (_error, stdout, stderr) =>
    resolve({ stdout, stderr }),
  )
  child.stdin?.end(messages.map((message) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`).join(''))
  const { stdout, stderr } = await promise
  expect(stderr).toBe('')
  const answers = stdout.trim().split('\n')
  expect(answers.map((answer) => JSON.parse(answer).id).sort()).toEqual([1, 2, 3])
  expect(stdout).toContain('Where is my order?')
})

describe('the Inspector’s command line', () => {
  const inspector = path.join(
    import.meta.dirname,
    '../node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js',
  )

  function inspect(args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    return new Promise((resolve) => {
      const child = execFile(process.execPath, [inspector, '--cli', ...args], (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
      )
      child.stdin?.end()
    })
  }
  const ways: [string, () => string[], () => string[]][] = [
    ['HTTP', () => [mcp.url, '--transport', 'http', '--header', `Authorization: Bearer ${mcp.key}`], () => []],
    ['stdio', () => ['--transport', 'stdio'], () => ['--', process.execPath, ...proxyArguments(mcp.url, mcp.key)]],
  ]

  test.each(ways)('lists and calls a tool over %s', async (_way, head, tail) => {
    const listed = await inspect([...head(), '--method', 'tools/list', ...tail()])
    expect(listed, listed.stderr).toMatchObject({ code: 0 })
    expect(JSON.parse(listed.stdout).tools.map(({ name }: { name: string }) => name)).toContain('search_messages')
    const call = ['--method', 'tools/call', '--tool-name', 'search_messages', '--tool-arg', 'query=order']
    const called = await inspect([...head(), ...call, ...tail()])
    expect(called, called.stderr).toMatchObject({ code: 0 })
    expect(called.stdout).toContain('Where is my order?')
  })
})
