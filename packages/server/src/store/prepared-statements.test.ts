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

test('a kept statement is read each time as it was at first: nulls, empty texts, JSON, times, numbers, lists', async () => {
  await using small = openDatabase({ connectionString: database.connectionString, maxConnections: 1 })
  const rows = sql<Record<string, unknown>>`${prepared}
    select nullif(n, 2) as number, nullif(n, 2)::bigint as large, case n when 1 then '' when 3 then 'três' end as text,
      case n when 3 then jsonb_build_object('a', array[n]) end as json, case n when 1 then timestamptz '2026-11-22 05:00:00.25+00' end as at,
      case n when 1 then array['x', null] end as list, n = 1 as first
    from generate_series(1, 3) n order by n`
  const expected = [
    {
      ...{ number: 1, large: 1, text: '', json: null, at: new Date('2026-11-22T05:00:00.250Z'), list: ['x', null] },
      first: true,
    },
    { number: null, large: null, text: null, json: null, at: null, list: null, first: false },
    { number: 3, large: 3, text: 'três', json: { a: [3] }, at: null, list: null, first: false },
  ]
  for (let call = 0; call < 5; call++) expect((await rows.execute(small.db)).rows).toEqual(expected)
})

test('two columns of one name in a kept statement: the later one stands, also where it is null', async () => {
  await using small = openDatabase({ connectionString: database.connectionString, maxConnections: 1 })
  const twice = sql`${prepared} select 1 as it, null as it`
  for (let call = 0; call < 5; call++) expect((await twice.execute(small.db)).rows).toEqual([{ it: null }])
})

test('a value that cannot be sent fails its own statement, and the next one is whole', async () => {
  await using small = openDatabase({ connectionString: database.connectionString, maxConnections: 1 })
  const echo = (value: unknown) => sql<{ it: unknown }>`${prepared} select ${value}::jsonb as it`.execute(small.db)
  const circular: Record<string, unknown> = {}
  circular['self'] = circular
  for (let call = 0; call < 4; call++) expect((await echo({ call })).rows).toEqual([{ it: { call } }])
  await expect(echo(circular)).rejects.toThrow('circular')
  expect((await echo({ after: true })).rows).toEqual([{ it: { after: true } }])
})

test('a kept statement that fails in Postgres fails alone, and the next one is whole', async () => {
  await using small = openDatabase({ connectionString: database.connectionString, maxConnections: 1 })
  const shout = (value: string) => sql<{ it: string }>`${prepared} select 6 / length(${value}) as it`.execute(small.db)
  for (let call = 0; call < 4; call++) expect((await shout('ab')).rows).toEqual([{ it: 3 }])
  await expect(shout('')).rejects.toMatchObject({ code: '22012' })
  expect((await shout('abc')).rows).toEqual([{ it: 2 }])
})

test('no connection keeps more than 60 plans', async () => {
  await using small = openDatabase({ connectionString: database.connectionString, maxConnections: 1 })
  for (let call = 0; call < 3 * 70; call++) await sql`${prepared} select ${sql.lit(call % 70)}`.execute(small.db)
  const { rows } = await small.pool.query('select count(*)::int as count from pg_prepared_statements')
  expect(rows).toEqual([{ count: 60 }])
})
