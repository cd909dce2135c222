import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { inject } from 'vitest'
import { type DatabaseHandle, openDatabase } from '../store/database.ts'

export const templateDatabase = 'switchboard_template'

export interface TestDatabase extends DatabaseHandle {
  readonly connectionString: string
}

export interface TestDatabaseOptions {
  /** Without a schema: for tests of what makes one. */
  readonly empty?: boolean
  /** How long disposing waits for connections to end. */
  readonly patienceMilliseconds?: number
}

/**
 * A migrated database of the caller's own; dropped when disposed. Disposing fails if the test left a connection open, and
 * says which: its application_name, its state and the query that it ran last.
 */
export async function createTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const url = inject('postgres')
  const name = `test_${randomBytes(8).toString('hex')}`
  await administer(url, (admin) =>
    // File by file: through the write-ahead log, Postgres' own way, takes twice as long.
    admin.query(
      `create database ${name} template ${options.empty ? 'template0' : templateDatabase} strategy file_copy`,
    ),
  )
  const connectionString = url.replace('DATABASE', name)
  const handle = openDatabase({ connectionString, applicationName: "the test database's own pool" })
  return {
    ...handle,
    connectionString,
    async [Symbol.asyncDispose]() {
      await handle[Symbol.asyncDispose]()
      await administer(url, (admin) => dropUnlessInUse(admin, name, options.patienceMilliseconds ?? 20_000))
    },
  }
}

async function dropUnlessInUse(admin: pg.Client, name: string, patienceMilliseconds: number): Promise<void> {
  const left = await connectionsLeft(admin, name, patienceMilliseconds)
  await admin.query(`drop database ${name} with (force)`)
  if (left.length === 0) return
  throw new Error(
    `The test left ${left.length} connection(s) open. Dispose what opened them before the database:\n  ${left.join('\n  ')}`,
  )
}

/** After a while: the backend of a closed connection takes a moment to end, on a busy machine a long one. */
async function connectionsLeft(admin: pg.Client, name: string, patienceMilliseconds: number): Promise<string[]> {
  for (const until = Date.now() + patienceMilliseconds; ; await wait(20)) {
    const { rows } = await admin.query<{ application_name: string; pid: number; state: string; query: string }>(
      `select application_name, pid, state, query from pg_stat_activity
       where datname = $1 and backend_type = 'client backend'`,
      [name],
    )
    if (rows.length > 0 && Date.now() < until) continue
    return rows.map(
      (row) =>
        `"${row.application_name}" (pid ${row.pid}, ${row.state}), last query: ${row.query.trim().slice(0, 300)}`,
    )
  }
}

async function administer(url: string, work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client(url.replace('DATABASE', 'postgres'))
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
