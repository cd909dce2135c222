import type { EventEmitter } from 'node:events'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { type DatabaseHandle, openDatabase, openScopedDatabase } from './database.ts'
import { within } from './limited-statements.ts'
import { prepared } from './prepared-statements.ts'
import { withScope } from './row-security/scope.ts'
import { refusingTimeouts } from './with-time-limit.ts'

let database: TestDatabase
/** One that pipelines, and one that does not, each of one connection. */
let handles: Record<'scoped' | 'owners', DatabaseHandle>
const scope = {
  workspaceId: '01960000-0000-7000-8000-00000000000a',
  reach: { accounts: null, contacts: null },
}

beforeAll(async () => {
  database = await createTestDatabase()
  const options = { connectionString: database.connectionString, maxConnections: 1 }
  handles = { scoped: openScopedDatabase(options), owners: openDatabase(options) }
})
afterAll(async () => {
  await handles.scoped[Symbol.asyncDispose]()
  await handles.owners[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

const settings = sql`current_setting('statement_timeout') as "limit", current_setting('transaction_read_only') as "readOnly",
  current_setting('plan_cache_mode') as plans, current_setting('switchboard.workspace_id', true) as workspace`

test.each(['scoped', 'owners'] as const)(
  'on %s connections the limit holds for its statement and ends with it',
  (name) =>
    withScope(scope, async () => {
      const { db } = handles[name]
      const read = async (mark = sql``) =>
        (await sql<Record<string, string | null>>`${mark} select ${settings}`.execute(db)).rows[0]
      const before = await read()
      expect(before).toMatchObject({ workspace: name === 'scoped' ? scope.workspaceId : null })
      expect(await read(within(1_500))).toEqual({ ...before, limit: '1500ms', readOnly: 'on' })
      expect(await read()).toEqual(before)

      const tooSlow = refusingTimeouts('narrow it', () => sql`${within(20)} select pg_sleep(5)`.execute(db))
      await expect(tooSlow).rejects.toMatchObject({ code: 'unavailable', detail: 'narrow it' })
      await expect(sql`${within(1_000)} select 1 / 0`.execute(db)).rejects.toMatchObject({ code: '22012' })
      expect(await read()).toEqual(before)
    }),
)

test('a limited statement writes nothing', async () => {
  const write = sql`${within(1_000)} insert into workspaces (id, name) values (uuidv7(), 'written')`
  await expect(write.execute(handles.owners.db)).rejects.toMatchObject({ code: '25006' })
})

test('once it has a name it is run by the plan for all parameters', async () => {
  const { db } = handles.owners
  for (const id of [1, 2, 3, 4, 5]) await sql`${prepared}${within(1_000)} select ${id}::int as id`.execute(db)
  const { rows } =
    await sql`select generic_plans::int as generic, custom_plans::int as custom from pg_prepared_statements
      where statement like '%as id'`.execute(db)
  expect(rows).toEqual([{ generic: 3, custom: 0 }])
})

test.each(['scoped', 'owners'] as const)('on %s connections it takes part in the caller’s transaction', (name) =>
  withScope(scope, () =>
    handles[name].db.transaction().execute(async (transaction) => {
      const id = sql<{ id: string }>`select pg_current_xact_id()::text as id`
      const [own] = (await id.execute(transaction)).rows
      const inside = sql<{ id: string }>`${within(1_500)} select pg_current_xact_id()::text as id`
      expect((await inside.execute(transaction)).rows).toEqual([own])
      expect((await id.execute(transaction)).rows).toEqual([own])
    }),
  ),
)

test.each(['scoped', 'owners'] as const)(
  'on %s connections it does not end a transaction of the caller’s that failed',
  (name) =>
    withScope(scope, async () => {
      const failed = handles[name].db.transaction().execute(async (transaction) => {
        await expect(sql`select 1 / 0`.execute(transaction)).rejects.toMatchObject({ code: '22012' })
        await expect(sql`${within(1_500)} select 1`.execute(transaction)).rejects.toMatchObject({ code: '25P02' })
        // Outside of one it would be answered.
        await sql`select 1`.execute(transaction)
      })
      await expect(failed).rejects.toMatchObject({ code: '25P02' })
      expect((await sql`${within(1_500)} select 1 as one`.execute(handles[name].db)).rows).toEqual([{ one: 1 }])
    }),
)

test('what a limited statement answers is its own: no rows, some, a count, and text that Postgres parses once', () =>
  withScope(scope, async () => {
    for (const { db } of Object.values(handles)) {
      const read = (many: number) =>
        sql`${prepared}${within(1_000)} select * from generate_series(1, ${many}::int) n`.execute(db)
      for (const many of [0, 3, 0, 3, 1]) {
        expect((await read(many)).rows).toEqual(Array.from({ length: many }, (_, index) => ({ n: index + 1 })))
      }
      expect((await sql`${within(1_000)} select`.execute(db)).rows).toEqual([{}])
    }
  }))

test('when its connection is cut it fails, and the next one is asked on another', () =>
  withScope(scope, async () => {
    const { db } = handles.scoped
    await expect(sql`${within(10_000)} select pg_terminate_backend(pg_backend_pid())`.execute(db)).rejects.toThrow()
    expect((await sql`${within(1_000)} select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }])
  }))

test.each([['a limited one', within(1_000)] as const, ['one without a limit', sql``] as const])(
  'the columns of a statement with a name are asked for once a connection: %s',
  async (which, mark) => {
    const { db, pool } = handles.owners
    const client = await pool.connect()
    // A Client at runtime, whose types leave its connection out.
    const { connection } = client as unknown as { connection: EventEmitter }
    let described = 0
    const count = () => void described++
    connection.on('rowDescription', count)
    client.release()
    const table = sql.table(`described_${which.replaceAll(' ', '_')}`)
    await sql`create table ${table} as select 1 as a, timestamptz '2026-11-21T09:00:00Z' as at, null::int as none`.execute(
      db,
    )
    const read = () => sql`${prepared}${mark} select * from ${table}`.execute(db).then(({ rows }) => rows)
    const row = { a: 1, at: new Date('2026-11-21T09:00:00Z'), none: null }
    const rounds = [1, 2, 3, 4, 5, 6]
    try {
      // Two without a name, the third with it.
      for (const _ of rounds) expect(await read()).toEqual([row])
      expect(described).toBe(3)
      // Nothing is read under the names of columns that were others.
      await sql`alter table ${table} drop column a`.execute(db)
      await expect(read()).rejects.toMatchObject({ code: '0A000' })
      // It is told once, and not for as long as the connection lives.
      const { a: _, ...others } = row
      expect(await read()).toEqual([others])
    } finally {
      connection.off('rowDescription', count)
    }
  },
)
