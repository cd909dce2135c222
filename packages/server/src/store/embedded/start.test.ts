import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, expect, test } from 'vitest'
import { ensureDatabase } from './ensure-database.ts'
import { openEmbeddedPostgres } from './open.ts'
import { startEmbeddedPostgres } from './start.ts'

const quick = { settings: { fsync: 'off' } }
const made: string[] = []

function temporaryDirectory(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'sb-start-'))
  made.push(directory)
  return directory
}

afterEach(() => {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true })
})

async function ask<Row>(connectionString: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    return (await client.query(sql)).rows as Row[] // the caller's query decides
  } finally {
    await client.end()
  }
}

test('makes a cluster, keeps it over a restart, and sorts text by code point in UTF-8', async () => {
  const dataDirectory = path.join(temporaryDirectory(), 'new', 'data')
  {
    await using postgres = await startEmbeddedPostgres({ dataDirectory, ...quick })
    await ensureDatabase(postgres.connectionString(), 'switchboard')
    await ensureDatabase(postgres.connectionString(), 'switchboard')
    await ask(postgres.connectionString('switchboard'), 'create table kept as select 1 as one')
    expect(await ask(postgres.connectionString(), 'show server_encoding')).toEqual([{ server_encoding: 'UTF8' }])
    expect(await ask(postgres.connectionString(), `select lower('ÀЖ') as lower`)).toEqual([{ lower: 'àж' }])
    expect(await ask(postgres.connectionString(), 'show synchronous_commit')).toEqual([{ synchronous_commit: 'on' }])
  }
  expect(existsSync(path.join(dataDirectory, 'switchboard.lock'))).toBe(false)
  await using postgres = await startEmbeddedPostgres({ dataDirectory, ...quick })
  expect(await ask(postgres.connectionString('switchboard'), 'select * from kept')).toEqual([{ one: 1 }])
})

test('a second server on the same directory is refused by the pid of the first; a command borrows its Postgres', async () => {
  const dataDirectory = temporaryDirectory()
  await using first = await startEmbeddedPostgres({ dataDirectory, ...quick })
  await expect(startEmbeddedPostgres({ dataDirectory, ...quick })).rejects.toMatchObject({
    code: 'in_use',
    message: expect.stringContaining(`process ${process.pid}`),
  })
  {
    await using borrowed = await openEmbeddedPostgres({ dataDirectory, ...quick })
    expect(borrowed.pid).toBe(first.pid)
    expect(await ask(borrowed.connectionString(), 'select 1 as one')).toEqual([{ one: 1 }])
  }
  expect(await ask(first.connectionString(), 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a cluster of another major version is refused with the way out, and left as it was', async () => {
  const dataDirectory = temporaryDirectory()
  const cluster = path.join(dataDirectory, 'postgres')
  mkdirSync(cluster)
  writeFileSync(path.join(cluster, 'PG_VERSION'), '16\n')
  await expect(startEmbeddedPostgres({ dataDirectory })).rejects.toMatchObject({
    code: 'other_version',
    message: expect.stringMatching(/Postgres 16.*switchboard backup FILE.*DATABASE_URL/s),
  })
  expect(readFileSync(path.join(cluster, 'PG_VERSION'), 'utf8')).toBe('16\n')
  expect(existsSync(path.join(dataDirectory, 'switchboard.lock'))).toBe(false)
})

test('a directory with other things in it is not written over', async () => {
  const dataDirectory = temporaryDirectory()
  mkdirSync(path.join(dataDirectory, 'postgres'))
  writeFileSync(path.join(dataDirectory, 'postgres', 'diary.txt'), 'dear diary')
  await expect(startEmbeddedPostgres({ dataDirectory })).rejects.toMatchObject({ code: 'not_ours' })
})

test('what a killed first start left behind is made again', async () => {
  const dataDirectory = temporaryDirectory()
  mkdirSync(path.join(dataDirectory, 'postgres.unfinished', 'base'), { recursive: true })
  await using postgres = await startEmbeddedPostgres({ dataDirectory, ...quick })
  expect(await ask(postgres.connectionString(), 'select 1 as one')).toEqual([{ one: 1 }])
  expect(existsSync(path.join(dataDirectory, 'postgres.unfinished'))).toBe(false)
})

test('a path longer than a socket may have, below a directory that is closed to others', async () => {
  const closed = path.join(temporaryDirectory(), 'closed')
  mkdirSync(closed, { mode: 0o700 })
  const dataDirectory = path.join(closed, 'x'.repeat(100), 'data')
  let sockets: string
  {
    await using postgres = await startEmbeddedPostgres({ dataDirectory, ...quick })
    sockets = new URL(postgres.connectionString()).searchParams.get('host') ?? ''
    expect(sockets.length).toBeLessThan(94)
    expect(statSync(sockets).mode & 0o777).toBe(0o700)
    expect(await ask(postgres.connectionString(), 'select 1 as one')).toEqual([{ one: 1 }])
  }
  expect(existsSync(sockets)).toBe(false)
  expect(statSync(closed).mode & 0o777).toBe(0o700)
})

test('over TCP, only loopback and only with the password', async () => {
  const dataDirectory = temporaryDirectory()
  chmodSync(dataDirectory, 0o711)
  await using postgres = await startEmbeddedPostgres({ dataDirectory, ...quick, endpoint: 'tcp' })
  const url = new URL(postgres.connectionString())
  expect(url.hostname).toBe('127.0.0.1')
  expect(await ask(url.href, 'select 1 as one')).toEqual([{ one: 1 }])
  url.password = 'guess'
  await expect(ask(url.href, 'select 1')).rejects.toMatchObject({ code: '28P01' })
  expect(statSync(path.join(dataDirectory, 'postgres-password')).mode & 0o777).toBe(0o600)
})

test('a setting that Postgres refuses is reported in its words', async () => {
  const dataDirectory = temporaryDirectory()
  const starting = startEmbeddedPostgres({ dataDirectory, settings: { fsync: 'off', shared_buffers: 'plenty' } })
  await expect(starting).rejects.toMatchObject({
    code: 'start_failed',
    message: expect.stringContaining('"shared_buffers": "plenty"'),
  })
})
