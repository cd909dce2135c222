import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningMcp, startMcp } from '../../packages/server/src/interfaces/mcp/testing/start-mcp.ts'
import { createTestDatabase, type TestDatabase } from '../../packages/server/src/testing/index.ts'
import { expectedFindings } from './expected-findings.ts'
import { conformanceFixtures } from './fixtures/index.ts'

let database: TestDatabase
let mcp: RunningMcp

beforeAll(async () => {
  database = await createTestDatabase()
  mcp = await startMcp(database, {
    extension: conformanceFixtures,
    // The suite cannot send a key. The rest of the way, from the guards to the audit, is what ships.
    wrapAuthenticator: (real, key) => ({
      ...real,
      authenticate: (headers) => real.authenticate({ ...headers, authorization: `Bearer ${key}` }),
    }),
  })
})
afterAll(async () => {
  await mcp[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

const suites = [
  { name: '0.1.16, all scenarios to 2025-11-25', directory: 'mcp-conformance-2025', options: ['--suite', 'all'] },
  { name: '0.2.0-alpha.12, 2025-11-25', directory: 'mcp-conformance-2026', options: ['--requirements', '2025-11-25'] },
  { name: '0.2.0-alpha.12, 2026-07-28', directory: 'mcp-conformance-2026', options: ['--requirements', '2026-07-28'] },
]

test.each(suites)('passes conformance $name, but for what is expected', { timeout: 120_000 }, async (suite) => {
  const { name, directory, options } = suite
  const results = await mkdtemp(path.join(tmpdir(), 'conformance-'))
  const output = await run(directory, ['server', '--url', mcp.url, ...options, '-o', results])
  const checks = await readChecks(results)
  await rm(results, { recursive: true })
  const count = (status: string) => checks.filter((check) => check.status === status).length
  console.log(`conformance ${name}: ${count('SUCCESS')} passed, ${count('FAILURE')} failed, ${count('WARNING')} warned`)
  expect(count('SUCCESS'), output.slice(-2_000)).toBeGreaterThan(30)
  const found = checks.filter(({ status }) => status === 'FAILURE' || status === 'WARNING')
  const expected = expectedFindings.filter((finding) => finding.suites.includes(name))
  // Each with its text, so that a new failure says what it is.
  expect(found.filter(({ scenario }) => !expected.some((finding) => finding.scenario === scenario))).toEqual([])
  // A finding that is gone is taken off the list.
  expect(expected.filter(({ scenario }) => !found.some((finding) => finding.scenario === scenario))).toEqual([])
})

interface Check {
  readonly scenario: string
  readonly id: string
  readonly status: string
  readonly errorMessage?: string
}

/** One folder per scenario, with its checks as JSON. */
async function readChecks(results: string): Promise<Check[]> {
  const files = (await readdir(results, { recursive: true })).filter((file) => path.basename(file) === 'checks.json')
  const checks = await Promise.all(
    files.map(async (file) => {
      const scenario = path
        .basename(path.dirname(file))
        .replace(/^server-/, '')
        .replace(/-\d{4}-.*$/, '')
      const found: Omit<Check, 'scenario'>[] = JSON.parse(await readFile(path.join(results, file), 'utf8'))
      return found.map(({ id, status, errorMessage = '' }) => ({ scenario, id, status, errorMessage }))
    }),
  )
  return checks.flat()
}

/** Its exit code counts failures, which we judge ourselves. */
function run(directory: string, args: string[]): Promise<string> {
  const program = path.join(import.meta.dirname, '../../node_modules', directory, 'dist/index.js')
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { maxBuffer: 64 * 1024 * 1024 }, (_error, stdout, stderr) => {
      resolve(stdout + stderr)
    })
  })
}
