import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { openDatabase } from './database.ts'
import { prepared } from './prepared-statements.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

test('a marked statement is kept from its third time on, any other never', async () => {
  await database.db.connection().execute(async (db) => {
    for (const number of [1, 2, 3, 4]) {
      const marked = await sql<{ sum: number }>`${prepared} select ${number}::int + ${sql.lit(5)} as sum`.execute(db)
      expect(marked.rows).toEqual([{ sum: number + 5 }])
      await sql`select ${number}::int + 7 as sum`.execute(db)
    }
    const { rows } = await sql<{ statement: string; runs: number }>`
      select statement, (generic_plans + custom_plans)::int as runs from pg_prepared_statements`.execute(db)
    expect(rows).toEqual([{ statement: '/* prepared */ select $1::int + 5 as sum', runs: 2 }])
  })
})

test('a marked statement works in a transaction, fails as others do, and the connection lives on', async () => {
  const { db } = database
  const divide = (by: number) => sql<{ it: number }>`${prepared} select 6 / ${by}::int as it`
  await db.transaction().execute(async (transaction) => {
    expect((await divide(3).execute(transaction)).rows).toEqual([{ it: 2 }])
  })
  await expect(divide(0).execute(db)).rejects.toMatchObject({ code: '22012' })
  expect((await divide(2).execute(db)).rows).toEqual([{ it: 3 }])
})

test('no connection keeps more than 60 plans', async () => {
  await using small = openDatabase({ connectionString: database.connectionString, maxConnections: 1 })
  for (let call = 0; call < 3 * 70; call++) await sql`${prepared} select ${sql.lit(call % 70)}`.execute(small.db)
  const { rows } = await small.pool.query('select count(*)::int as count from pg_prepared_statements')
  expect(rows).toEqual([{ count: 60 }])
})
