import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import type { Database } from './database.ts'
import { openDatabase } from './database.ts'
import { withTimeLimit } from './with-time-limit.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

const stateOf = async (db: Database) => {
  const { rows } = await sql<{ limit: string; readOnly: string }>`
    select current_setting('statement_timeout') as limit, current_setting('transaction_read_only') as "readOnly"`.execute(
    db,
  )
  return rows[0]
}

test('reads under the limit, which ends with it, whatever came of it', async () => {
  await using one = openDatabase({ connectionString: database.connectionString, maxConnections: 1 })
  const before = await stateOf(one.db)
  expect(await withTimeLimit(one.db, 1_500, 'narrow it', stateOf)).toEqual({ limit: '1500ms', readOnly: 'on' })
  expect(await stateOf(one.db)).toEqual(before)

  const tooSlow = withTimeLimit(one.db, 20, 'narrow it', (db) => sql`select pg_sleep(5)`.execute(db))
  await expect(tooSlow).rejects.toMatchObject({ code: 'unavailable', detail: 'narrow it' })
  expect(await stateOf(one.db)).toEqual(before)

  const wrong = withTimeLimit(one.db, 1_000, 'narrow it', (db) => sql`select 1 / 0`.execute(db))
  await expect(wrong).rejects.toMatchObject({ code: '22012' })
  expect(await stateOf(one.db)).toEqual(before)
})

test('takes part in the caller’s transaction', async () => {
  await database.db.transaction().execute(async (transaction) => {
    const id = await sql<{ id: string }>`select pg_current_xact_id()::text as id`.execute(transaction)
    const inside = await withTimeLimit(transaction, 1_500, 'narrow it', (db) =>
      sql<{ id: string }>`select pg_current_xact_id()::text as id`.execute(db),
    )
    expect(inside.rows).toEqual(id.rows)
    expect(await stateOf(transaction)).toMatchObject({ limit: '1500ms' })
  })
})
