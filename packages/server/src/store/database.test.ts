import { expect, test } from 'vitest'
import { createTestDatabase } from '../testing/index.ts'
import { isUnavailable } from './is-unavailable.ts'

test('a connection that dies inside a transaction, between two queries, fails the next query and not the process', async () => {
  await using database = await createTestDatabase()
  const transaction = database.db.transaction().execute(async (trx) => {
    await trx.selectFrom('workspaces').selectAll().execute()
    await database.pool.query(
      `select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    )
    await trx.selectFrom('workspaces').selectAll().execute()
  })
  const failure: unknown = await transaction.catch((error: unknown) => error)
  expect(isUnavailable(failure)).toBe(true)
  expect((await database.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
})
