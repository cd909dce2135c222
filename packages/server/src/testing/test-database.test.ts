import { expect, test } from 'vitest'
import { createTestDatabase } from './test-database.ts'

test('a test database has the schema and is its own', async () => {
  await using first = await createTestDatabase()
  await using second = await createTestDatabase()
  await first.pool.query(`insert into workspaces (id, name) values (uuidv7(), 'one')`)
  const { rows } = await second.pool.query('select count(*) as n from workspaces')
  expect(rows).toEqual([{ n: 0 }])
})
