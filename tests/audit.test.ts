import { once } from 'node:events'
import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { auditFieldKind } from '../packages/server/src/access/audit-fields.ts'
import { compatTools } from '../packages/server/src/interfaces/mcp/compat/index.ts'
import { readTools, sendTools } from '../packages/server/src/interfaces/mcp/tools/index.ts'
import type { ChainRow } from '../packages/server/src/store/audit-chain/read-chain.ts'
import { verifyChain } from '../packages/server/src/store/audit-chain/verify-chain.ts'
import { createTestDatabase } from '../packages/server/src/testing/index.ts'
import { postMessage } from './support/signed-webhook.ts'
import { serve, switchboard, temporaryDirectory } from './support/switchboard.ts'

const anyId = '0190b0a0-0000-7000-8000-000000000000'
const appSecret = 'the app secret of the audit'

interface Schema {
  readonly $ref?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly [more: string]: unknown
}
interface Operation {
  readonly security?: readonly object[]
  readonly parameters?: readonly { readonly name: string; readonly in: string }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

/** Names of all members that a value of the schema may have, however deep. */
function namesIn(schema: unknown, definitions: Document['components']['schemas'], seen = new Set<unknown>()): string[] {
  if (typeof schema !== 'object' || schema === null || seen.has(schema)) return []
  seen.add(schema)
  const { $ref, properties, items, anyOf, oneOf, allOf, additionalProperties } = schema as Schema
  const inner = [items, additionalProperties, ...Object.values(properties ?? {}), ...[anyOf, oneOf, allOf].flat()]
  if ($ref) inner.push(definitions[$ref.split('/').at(-1) ?? ''])
  return [...Object.keys(properties ?? {}), ...inner.flatMap((each) => namesIn(each, definitions, seen))]
}

test('every route is audited, and says of each argument what may be written down of it; webhooks are not', async () => {
  using data = temporaryDirectory()
  await using database = await createTestDatabase()
  const environment = {
    DATABASE_URL: database.connectionString,
    ADMIN_API_KEY: 'the admin key',
    WHATSAPP_APP_SECRET: appSecret,
  }
  await using server = await serve(data.path, environment)
  const document = (await (await fetch(`${server.url}/openapi.json`)).json()) as Document
  const guarded = Object.entries(document.paths).flatMap(([url, operations]) =>
    Object.entries(operations)
      .filter(([, { security = [] }]) => security.length > 0)
      .map(([method, operation]) => ({ method: method.toUpperCase(), url, operation })),
  )

  const undeclared = guarded.flatMap(({ method, url, operation: { parameters = [], requestBody } }) => {
    const bodies = Object.values(requestBody?.content ?? {}).map(({ schema }) => schema)
    const names = [
      ...parameters.filter((each) => each.in !== 'header').map(({ name }) => name),
      ...bodies.flatMap((schema) => namesIn(schema, document.components.schemas)),
    ]
    return names.filter((name) => auditFieldKind(name) === undefined).map((name) => `${name} of ${method} ${url}`)
  })
  expect(undeclared, 'give it a kind in access/audit-fields.ts').toEqual([])

  // The key may do everything; most are refused for what they ask, which is audited too.
  for (const { method, url } of guarded.filter((route) => route.url !== '/v1/events')) {
    const address = `${server.url}${url.replaceAll(/\{\w+\}/g, anyId)}`
    const headers = { 'x-admin-api-key': 'the admin key', 'user-agent': 'walker/1' }
    await (await fetch(address, { method, headers })).arrayBuffer()
  }
  expect(await postMessage(server.url, appSecret, 'wamid.not-audited')).toBe(200)
  // A stream ends long after; that somebody still looks at a conversation is said every few seconds.
  const unwritten = new Set(['GET /v1/events', 'POST /v1/conversations/{id}/presence'])
  const expected = guarded.map(({ method, url }) => `${method} ${url}`).filter((name) => !unwritten.has(name))
  const audited = async () => {
    const { rows } = await database.pool.query<{ target: string }>(
      `select target from audit where client_name = 'walker'`,
    )
    return new Set(rows.map(({ target }) => target.replaceAll(/:(\w+)/g, '{$1}')))
  }
  const missing = async () => {
    const there = await audited()
    return expected.filter((name) => !there.has(name))
  }
  await expect.poll(missing, { timeout: 60_000 }).toEqual([])
  expect([...(await audited())].filter((name) => name.includes('webhooks/whatsapp'))).toEqual([])
  const { stdout, code } = await switchboard(data.path, ['audit', 'verify'], environment)
  expect([code, stdout]).toEqual([0, expect.stringContaining('The audit log is as it was written')])
  console.log(`${expected.length} routes are audited`)
}, 120_000)

test('every argument of every tool has a kind in the audit', () => {
  const undeclared = [...readTools, ...sendTools, ...compatTools].flatMap(({ name: tool, input }) =>
    namesIn(z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }), {})
      .filter((name) => auditFieldKind(name) === undefined)
      .map((name) => `${name} of ${tool}`),
  )
  expect(undeclared, 'give it a kind in access/audit-fields.ts').toEqual([])
})

interface Exported extends Omit<ChainRow, 'previousHash' | 'hash' | 'salt' | 'detailsDigest'> {
  readonly workspaceId: string
  readonly previousHash: string
  readonly hash: string
  readonly salt: string | null
  readonly detailsDigest: string | null
}

async function* rowsOf(file: string): AsyncGenerator<Exported> {
  for await (const line of createInterface({ input: createReadStream(file) })) yield JSON.parse(line) as Exported
}

async function* chainOf(rows: AsyncIterable<Exported>): AsyncGenerator<ChainRow> {
  const bytes = (hex: string | null) => (hex === null ? null : Buffer.from(hex, 'hex'))
  for await (const { previousHash, hash, salt, detailsDigest, ...row } of rows)
    yield {
      ...row,
      previousHash: Buffer.from(previousHash, 'hex'),
      hash: Buffer.from(hash, 'hex'),
      salt: bytes(salt),
      detailsDigest: bytes(detailsDigest),
    }
}

test('an audit is verified, exported, verified without the database, backed up, restored, and told to be altered', async () => {
  using data = temporaryDirectory()
  const environment = { ADMIN_API_KEY: 'the admin key' }
  const command = (...args: string[]) => switchboard(data.path, args, environment)
  const file = (name: string) => path.join(data.path, name)
  const ask = async (url: string, times: number) => {
    for (let n = 0; n < times; n++)
      await (
        await fetch(`${url}/v1/contacts?q=n${n}`, { headers: { 'x-admin-api-key': 'the admin key' } })
      ).arrayBuffer()
  }
  {
    await using server = await serve(data.path, environment)
    await ask(server.url, 5)
    expect((await command('backup', file('early.backup'))).code).toBe(0)
    await ask(server.url, 4)
  }
  // It knew where it ended when it stopped.
  expect((await command('audit', 'verify')).stdout).toMatch(/10 rows, 1 to 10\n(.|\n)*Compared with .*audit-head/)

  expect((await command('audit', 'export', file('audit.ndjson'))).stdout).toContain('10 rows')
  expect((await command('audit', 'export', file('audit.ndjson'))).stderr).toContain('exists')
  const [first] = [(await rowsOf(file('audit.ndjson')).next()).value as Exported]
  const chain = { chain: first.workspaceId, ends: null, rows: chainOf(rowsOf(file('audit.ndjson'))) }
  // Without the record of the end only that is missing.
  expect(await verifyChain(chain)).toMatchObject({
    rows: 10,
    break: { detail: expect.stringContaining('the record of the chain') },
  })

  const restored = await command('restore', file('early.backup'), '--force')
  expect([restored.code, restored.stdout]).toEqual([0, expect.stringContaining('audit-head.before-')])
  const again = await command('audit', 'verify')
  expect([again.code, again.stdout]).toEqual([0, expect.stringContaining('6 rows, 1 to 6')])
  expect((await command('audit', 'export', '-')).stdout).toMatch(
    /"action":"restore","target":"backup of \S+; it had come to row 10, /,
  )
  // Beside what was known before, the rows that the backup did not have are missing.
  const [old] = readdirSync(data.path).filter((name) => name.startsWith('audit-head.before-'))
  const beside = await command('audit', 'verify', '--head', file(old ?? ''))
  expect([beside.code, beside.stdout]).toEqual([1, expect.stringMatching(/truncated at row 8/)])

  await using server = await serve(data.path, environment)
  const { databaseUrl } = JSON.parse(readFileSync(file('server.json'), 'utf8')) as { databaseUrl: string }
  await tamper(databaseUrl, `update audit set outcome = 'refused' where seq = 3`)
  const found = await command('audit', 'verify')
  expect([found.code, found.stdout]).toEqual([1, expect.stringMatching(/altered at row 3, .*id /)])
  server.process.kill('SIGKILL')
  await once(server.process, 'exit')
  expect(existsSync(file('audit-head'))).toBe(true)
}, 120_000)

async function tamper(connectionString: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
