import { availableParallelism } from 'node:os'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { filledAt, fillTables } from '../../testing/fill-tables.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/index.ts'
import { type DatabaseHandle, openScopedDatabase } from '../database.ts'
import { inTransaction } from '../in-transaction.ts'
import { within } from '../limited-statements.ts'
import { ensurePartitions } from '../partitions/ensure-partitions.ts'
import { keepingScope, type Scope, withoutScope, withScope } from './scope.ts'

const ours: Scope = {
  workspaceId: '01960000-0000-7000-8000-00000000000a',
  reach: { accounts: null, contacts: null },
}
const theirs: Scope = { ...ours, workspaceId: '01960000-0000-7000-8000-00000000000b' }

/** Of all workspaces together, or of none yet: no caller reads them, whatever they ask. */
const withoutWorkspace = [
  'inbox',
  'inbox_cursors',
  'inbox_parked',
  'audit_chains',
  'loose_blobs',
  'unreferenced_blobs',
  'failed_sign_ins',
  'former_addresses',
  'health_samples',
]

let database: TestDatabase
let scoped: DatabaseHandle
/** Tables that callers may read, each with a row of ours and one of theirs. */
let readable: string[]

beforeAll(async () => {
  database = await createTestDatabase()
  scoped = openScopedDatabase({ connectionString: database.connectionString, maxConnections: 1 })
  await ensurePartitions(database.pool, filledAt, 0)
  const { rows } = await database.pool.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
       and has_table_privilege('switchboard_app', oid, 'select') order by 1`,
  )
  readable = rows.map(({ name }) => name)
  await fillTables(database.pool, { id: ours.workspaceId })
  await fillTables(database.pool, { id: theirs.workspaceId, only: readable })
})
afterAll(async () => {
  await scoped[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

const asked = <Row extends object>(scope: Scope, text: string, values: unknown[] = []) =>
  withScope(scope, () => scoped.pool.query<Row>(text, values))

test('every table with a workspace_id has row security and a policy; what has none is named', async () => {
  const { rows } = await database.pool.query<{ name: string; has: boolean; rules: number; secured: boolean }>(
    `select relname as name, relrowsecurity as secured,
       exists (select from pg_attribute where attrelid = c.oid and attname in ('workspace_id', 'organization_id') and not attisdropped) as has,
       (select count(*)::int from pg_policy where polrelid = c.oid and polname = 'workspace') as rules
     from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
       and relname not like 'kysely%' order by 1`,
  )
  const open = rows.filter(({ has, rules, secured }) => !secured || (has && rules === 0)).map(({ name }) => name)
  expect(
    open,
    "call protect_table('its name') in the migration that makes it (see 20261121T0260-row-security)",
  ).toEqual([])
  const closed = rows.filter(({ has, rules }) => !has && rules === 0).map(({ name }) => name)
  expect(
    closed.filter((name) => !withoutWorkspace.includes(name)),
    'say by a policy whose its rows are',
  ).toEqual([])
})

test('a query without a condition reads the own workspace only, in every table', async () => {
  const all = new Map<string, number>()
  const seen = new Map<string, string[]>()
  for (const name of readable) {
    const { rows } = await asked<{ row: string }>(ours, `select t::text as row from ${name} t`)
    seen.set(
      name,
      rows.map(({ row }) => row),
    )
    all.set(name, (await database.pool.query(`select from ${name}`)).rowCount ?? 0)
  }
  expect(readable.length).toBeGreaterThan(30)
  for (const [name, rows] of seen) {
    expect(rows.length, `rows of ${name} that are seen`).toBe(1)
    expect(all.get(name), `rows in ${name}`).toBe(2)
    expect(rows.join('').includes(theirs.workspaceId), name).toBe(false)
  }
})

test('a join on nothing and an id of another workspace find nothing', async () => {
  const crossed = await asked<{ n: number }>(
    ours,
    `select count(*)::int as n from messages m cross join conversations v cross join contacts c
     where m.workspace_id <> v.workspace_id or c.workspace_id = $1`,
    [theirs.workspaceId],
  )
  expect(crossed.rows).toEqual([{ n: 0 }])
  for (const name of ['messages', 'contacts', 'accounts', 'conversations', 'outbox', 'api_keys', 'broadcasts']) {
    const { rows } = await asked(ours, `select from ${name} where id = $1`, [theirs.workspaceId])
    expect(rows, name).toEqual([])
  }
})

test('no row of another workspace is changed, deleted or made', async () => {
  const writable = []
  for (const name of readable) {
    const { rows } = await database.pool.query<{ may: boolean; column: string }>(
      `select has_table_privilege('switchboard_app', $1::regclass, 'delete') as may,
         (select attname from pg_attribute where attrelid = $1::regclass and attnum > 0 and attgenerated = '' order by attnum limit 1) as column`,
      [name],
    )
    if (rows[0]?.may) writable.push({ name, column: rows[0].column })
  }
  expect(writable.length).toBeGreaterThan(25)
  for (const { name, column } of writable) {
    const changed = await undone(`update ${name} set ${column} = ${column}`)
    expect(changed, `rows of ${name} changed`).toBe(1)
  }
  // Those to which nothing points.
  for (const name of [
    'statuses',
    'reactions',
    'revisions',
    'search_words',
    'events',
    'call_events',
    'send_counts',
    'message_costs',
  ]) {
    expect(await undone(`delete from ${name}`), `rows of ${name} deleted`).toBe(1)
  }
  const foreign = `insert into search_words (workspace_id, word) values ('${theirs.workspaceId}', 'smuggled')`
  await expect(asked(ours, foreign)).rejects.toThrow(/row-level security/)
  await expect(asked(ours, `update search_words set workspace_id = '${theirs.workspaceId}'`)).rejects.toThrow(
    /row-level security/,
  )

  function undone(text: string): Promise<number> {
    return withScope(ours, () =>
      inTransaction(scoped.pool, async (tx) => {
        const { rowCount } = await tx.query(text)
        await tx.query('rollback; begin')
        return rowCount ?? 0
      }),
    )
  }
})

test('partitions, raw bodies, the bookkeeping and what other roles own are out of reach', async () => {
  for (const name of [
    ...withoutWorkspace,
    'events_p20240226',
    'inbox_p20240226',
    'kysely_migration',
    'pg_authid',
    'pg_shadow',
    'pg_statistic',
  ]) {
    await expect(asked(ours, `select * from ${name}`), name).rejects.toThrow(/permission denied/)
  }
  for (const text of [
    'create table mine ()',
    'alter table messages disable row level security',
    'truncate messages',
    'drop policy workspace on messages',
  ]) {
    await expect(asked(ours, text), text).rejects.toThrow(/permission denied|must be owner/)
  }
  const { rows } = await database.pool.query<{ name: string }>(
    `select nspname as name from pg_namespace where has_schema_privilege('switchboard_app', oid, 'usage')
       and nspname not in ('public', 'pg_catalog', 'information_schema')`,
  )
  expect(rows, 'schemas such as that of sign-ins').toEqual([])
  await expect(asked(ours, `select protect_table('messages')`)).rejects.toThrow(/permission denied/)
  await expect(asked(ours, `copy messages to program 'cat'`)).rejects.toThrow(/permission denied/)
})

test('functions that search as the owner find nothing of another workspace, whichever is asked for', async () => {
  const other = theirs.workspaceId
  for (const text of [
    `select * from search_hits($1, 'tab')`,
    `select * from search_longer_words($1, 'tab', '%tab%', 20)`,
    `select * from search_near_words($1, array['tab'])`,
    `select * from search_people($1, array['tab'], array[(select value from identities limit 1)], null)`,
    `select * from search_similar_people($1, 'tab', 0)`,
  ]) {
    expect((await asked(ours, text, [other])).rows, text).toEqual([])
  }
  expect((await asked(ours, `select * from search_hits($1, 'tab')`, [ours.workspaceId])).rows).toHaveLength(1)
  expect((await database.pool.query(`select * from search_hits($1, 'tab')`, [other])).rows).toHaveLength(1)
})

test('outside of a scope nothing is asked, and a connection whose scope is emptied reads nothing', async () => {
  await expect(scoped.pool.query('select 1')).rejects.toThrow('no caller was let in')
  await expect(scoped.pool.connect()).rejects.toThrow('no caller was let in')
  await expect(scoped.db.selectFrom('messages').select('id').execute()).rejects.toThrow('no caller was let in')
  await expect(withScope(ours, () => withoutScope(() => scoped.pool.query('select 1')))).rejects.toThrow('let in')
  await withScope(ours, () =>
    inTransaction(scoped.pool, async (tx) => {
      await tx.query(`select set_config('switchboard.workspace_id', '', true)`)
      for (const name of readable) expect((await tx.query(`select from ${name}`)).rowCount, name).toBe(0)
      expect((await tx.query(`select * from search_hits($1, 'tab')`, [ours.workspaceId])).rowCount).toBe(0)
    }),
  )
})

test('one connection serves one workspace and then another, also after an error and within transactions', async () => {
  const workspaceOf = async (scope: Scope) => {
    const { rows } = await asked<{ workspace_id: string; pid: number }>(
      scope,
      'select workspace_id, pg_backend_pid() as pid from messages',
    )
    return rows
  }
  const [first] = await workspaceOf(ours)
  const [second] = await workspaceOf(theirs)
  expect([first?.workspace_id, second?.workspace_id]).toEqual([ours.workspaceId, theirs.workspaceId])
  expect(second?.pid).toBe(first?.pid)
  await withScope(ours, () => inTransaction(scoped.pool, (tx) => tx.query('select 1/0')).catch(() => {}))
  expect((await workspaceOf(theirs))[0]?.workspace_id).toBe(theirs.workspaceId)
  const both = await Promise.all([ours, theirs, ours, theirs].map(workspaceOf))
  expect(both.map(([row]) => row?.workspace_id)).toEqual(
    [ours, theirs, ours, theirs].map(({ workspaceId }) => workspaceId),
  )
})

test('a limited statement, whose transaction is written with it, asks for its own scope, also after one that failed', async () => {
  const read = (scope: Scope, what = sql``) =>
    withScope(scope, () =>
      sql<{ workspace_id: string }>`${within(1_000)} select workspace_id from messages ${what}`.execute(scoped.db),
    )
  const many = await Promise.all([ours, theirs, ours, theirs, theirs].map((scope) => read(scope)))
  expect(many.map(({ rows }) => rows.map((row) => row.workspace_id))).toEqual(
    [ours, theirs, ours, theirs, theirs].map(({ workspaceId }) => [workspaceId]),
  )
  expect((await read(ours, sql`where workspace_id = ${theirs.workspaceId}`)).rows).toEqual([])
  await expect(read(ours, sql`where 1 / 0 = 1`)).rejects.toMatchObject({ code: '22012' })
  expect((await read(theirs)).rows).toEqual([{ workspace_id: theirs.workspaceId }])
  await expect(sql`${within(1_000)} select from messages`.execute(scoped.db)).rejects.toThrow('no caller was let in')
})

test('a stream that is read from elsewhere asks for whom it was begun', async () => {
  async function* rows() {
    for (;;)
      yield (await scoped.pool.query<{ workspace_id: string }>('select workspace_id from messages')).rows[0]
        ?.workspace_id
  }
  const steps = withScope(ours, () => keepingScope(rows()))[Symbol.asyncIterator]()
  expect((await steps.next()).value).toBe(ours.workspaceId)
  expect((await withScope(theirs, () => steps.next())).value).toBe(ours.workspaceId)
  expect(await steps.return?.()).toMatchObject({ done: true })
})

test('what waits in the database keeps nobody else waiting, nor does what failed', async () => {
  const most = Math.min(2 * availableParallelism(), 12)
  await using many = openScopedDatabase({ connectionString: database.connectionString, maxConnections: most + 1 })
  const ask = (text: string) => withScope(ours, () => many.pool.query(text))
  const failed = await Promise.allSettled(Array.from({ length: 3 * most }, () => ask('select 1 / 0')))
  expect(failed.map(({ status }) => status)).toEqual(failed.map(() => 'rejected'))
  const holder = await database.pool.connect()
  try {
    await holder.query('select pg_advisory_lock(779)')
    const waiting = Array.from({ length: most }, () => ask('select pg_advisory_xact_lock_shared(779)'))
    expect((await ask('select 1 as one')).rows).toEqual([{ one: 1 }])
    await holder.query('select pg_advisory_unlock(779)')
    await Promise.all(waiting)
  } finally {
    holder.release()
  }
})
