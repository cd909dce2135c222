import pg from 'pg'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../testing/index.ts'
import { isUnavailable } from './is-unavailable.ts'

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  )
}

test('a socket that is not there, a port where nobody listens, a host without a name', async () => {
  for (const connectionString of [
    'postgresql://a@localhost/b?host=/nowhere/at/all',
    'postgresql://a:b@127.0.0.1:1/b',
    'postgresql://a:b@host.invalid/b',
  ]) {
    expect(isUnavailable(await failureOf(new pg.Client({ connectionString }).connect()))).toBe(true)
  }
})

test('what a Postgres short of something says, and what it says to wrong work', async () => {
  await using database = await createTestDatabase()
  const raise = (code: string) =>
    failureOf(database.pool.query(`do $$ begin raise 'as if' using errcode = '${code}'; end $$`))
  for (const code of ['53100', '53200', '53300', '57P01', '57P02', '57P03', '08006', '58030', '25006']) {
    expect(isUnavailable(await raise(code)), code).toBe(true)
  }
  for (const code of ['23505', '22021', '40001', '42601', '57014', 'P0001']) {
    expect(isUnavailable(await raise(code)), code).toBe(false)
  }
})

test('a connection that was ended under a query, and a query after it', async () => {
  await using database = await createTestDatabase()
  const client = await database.pool.connect()
  client.on('error', () => {})
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  const running = failureOf(client.query('select pg_sleep(30)'))
  await database.pool.query('select pg_terminate_backend($1, 5000)', [rows[0]?.pid])
  expect(isUnavailable(await running)).toBe(true)
  expect(isUnavailable(await failureOf(client.query('select 1')))).toBe(true)
  client.release(true)
})

test('looks through causes, and takes no other missing file for the socket', () => {
  const missing = Object.assign(new Error('no such file'), { code: 'ENOENT', syscall: 'open' })
  expect(isUnavailable(missing)).toBe(false)
  const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })
  expect(isUnavailable(new Error('commit failed', { cause: refused }))).toBe(true)
  expect(isUnavailable(new AggregateError([missing, refused]))).toBe(true)
  expect(isUnavailable(undefined)).toBe(false)
  expect(isUnavailable(new Error('timeout exceeded when trying to connect'))).toBe(true)
  expect(isUnavailable(new Error('Postgres connection has been discarded'))).toBe(true)
  expect(isUnavailable(new Error('Cannot use a pool after calling end on the pool'))).toBe(true)
})
