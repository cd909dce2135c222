import pg from 'pg'
import { expect, test } from 'vitest'
import { createTestDatabase } from './test-database.ts'

test('a test database has the schema and is its own', async () => {
  await using first = await createTestDatabase()
  await using second = await createTestDatabase()
  await first.pool.query(`insert into workspaces (id, name) values (uuidv7(), 'one')`)
  const { rows } = await second.pool.query('select count(*) as n from workspaces')
  expect(rows).toEqual([{ n: 0 }])
})

test('a connection left open fails the test by its name and its last query', async () => {
  const database = await createTestDatabase({ patienceMilliseconds: 200 })
  const leak = new pg.Client({ connectionString: database.connectionString, application_name: 'a leaky feature' })
  leak.on('error', () => {})
  await leak.connect()
  await leak.query('select 42 as forgotten')
  await expect(database[Symbol.asyncDispose]()).rejects.toThrow(
    /"a leaky feature" \(pid \d+, idle\).*select 42 as forgotten/s,
  )
  await leak.end()
})

test('an empty one has no schema', async () => {
  await using database = await createTestDatabase({ empty: true })
  const { rows } = await database.pool.query(`select to_regclass('workspaces') as it`)
  expect(rows).toEqual([{ it: null }])
})
