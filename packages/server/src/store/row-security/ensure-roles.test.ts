import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../testing/index.ts'
import { createSeed } from '../../testing/seed-conversation.ts'
import { type DatabaseHandle, openDatabase, openScopedDatabase } from '../database.ts'
import { migrate } from '../migrate.ts'
import { RolesMissingError } from './ensure-roles.ts'
import { withScope } from './scope.ts'

/** As on a managed Postgres: owns the database, may make no roles and is no superuser. */
const plain = `plain_${randomBytes(6).toString('hex')}`
let database: TestDatabase
let connectionString: string
let handle: DatabaseHandle

beforeAll(async () => {
  database = await createTestDatabase({ empty: true })
  await database.pool.query(`create role ${plain} login`)
  await database.pool.query(
    `do $$ begin execute format('alter database %I owner to ${plain}', current_database()); end $$`,
  )
  await database.pool.query(`alter schema public owner to ${plain}`)
  const url = new URL(database.connectionString.replace('@/', '@localhost/'))
  url.username = plain
  connectionString = url.href.replace('@localhost/', '@/')
  handle = openDatabase({ connectionString })
})
afterAll(async () => {
  await handle[Symbol.asyncDispose]()
  await database.pool.query(`reassign owned by ${plain} to current_user; drop owned by ${plain}; drop role ${plain}`)
  await database[Symbol.asyncDispose]()
})

test('a user who may make no roles is told what somebody else has to run, and nothing is changed', async () => {
  expect((await handle.pool.query('select current_user as name')).rows).toEqual([{ name: plain }])
  const failed = await migrate(handle.db).catch((error: unknown) => error)
  expect(failed).toBeInstanceOf(RolesMissingError)
  expect(String(failed)).toContain(`grant switchboard_app, switchboard_narrow to "${plain}";`)
  expect((await handle.pool.query(`select to_regclass('messages') as there`)).rows).toEqual([{ there: null }])
})

test('once that was run the schema is made, and its owner, who is no superuser, sees all and callers theirs', async () => {
  await database.pool.query(`grant switchboard_app, switchboard_narrow to ${plain}`)
  expect((await migrate(handle.db)).length).toBeGreaterThan(10)
  const seed = createSeed(handle.pool)
  const [ours, theirs] = [await seed.workspace(), await seed.workspace()]
  await seed.account(ours)
  await seed.account(theirs)
  expect((await handle.pool.query('select from accounts')).rowCount).toBe(2)
  await using scoped = openScopedDatabase({ connectionString })
  const reach = { accounts: null, contacts: null }
  const seen = await withScope({ workspaceId: ours, reach }, () =>
    scoped.pool.query('select workspace_id from accounts'),
  )
  expect(seen.rows).toEqual([{ workspace_id: ours }])
  await withScope({ workspaceId: ours, reach }, () => scoped.pool.query(`select * from search_hits($1, 'any')`, [ours]))
})
