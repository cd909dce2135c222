import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { parseInstant } from './parse-instant.ts'
import { type KyselyPool, preparingPool } from './prepared-statements.ts'
import { ScopedPool } from './row-security/scoped-pool.ts'
import type { Schema } from './schema/index.ts'

/** A handle that queries run on: the pool or one transaction. Store functions take it as their first argument. */
export type Database = Kysely<Schema>

/** What raw, hot queries run on: the pool or a client taken from it. */
export type Queryable = Pick<pg.ClientBase, 'query'>

export interface DatabaseHandle extends AsyncDisposable {
  readonly pool: pg.Pool
  readonly db: Database
}

const { INT8, TIMESTAMPTZ } = pg.types.builtins

/** bigint columns (`seq`, sizes) stay below 2^53, so numbers are exact; `pg` would give strings. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === INT8 && format !== 'binary') return Number
    if (oid === TIMESTAMPTZ && format !== 'binary') return parseInstant
    return pg.types.getTypeParser(oid, format as 'text')
  }) as typeof pg.types.getTypeParser,
}

export interface DatabaseOptions {
  readonly connectionString: string
  readonly maxConnections?: number
  readonly applicationName?: string
  /** What belongs together is written together (see limited-statements.ts). Forbids copying and cursors. */
  readonly pipeline?: boolean
  /** Called when an idle connection breaks; the pool replaces it by itself. */
  readonly onIdleError?: (error: Error) => void
}

export function openDatabase(options: DatabaseOptions): DatabaseHandle {
  return handleOf(new pg.Pool(poolConfig(options)), options)
}

/** For what interfaces ask for a caller: see row-security/scoped-pool.ts. Nothing connects before it is used. */
export function openScopedDatabase(options: DatabaseOptions): DatabaseHandle {
  const config = poolConfig({ ...options, pipeline: true })
  const pool = new ScopedPool({
    ...config,
    idleTimeoutMillis: callersIdleMilliseconds,
    // Many firewalls forget a line that says nothing for some minutes, and tell neither end.
    keepAlive: true,
    keepAliveInitialDelayMillis: 60_000,
  })
  return handleOf(pool, options, pool.narrowed)
}

/**
 * An assistant that thinks for a minute finds its statements planned: a new connection plans each anew, several times over
 * (decision 56). pg's own 10 s would close them all between two questions.
 */
const callersIdleMilliseconds = 5 * 60_000

function poolConfig(options: DatabaseOptions): pg.PoolConfig {
  return {
    connectionString: options.connectionString,
    max: options.maxConnections ?? 10,
    application_name: options.applicationName ?? 'switchboard',
    connectionTimeoutMillis: 5_000,
    pipeline: options.pipeline ?? false,
    types,
  }
}

function handleOf(pool: pg.Pool, options: DatabaseOptions, forKysely: KyselyPool = pool): DatabaseHandle {
  pool.on('error', (error) => options.onIdleError?.(error))
  // The pool listens to idle clients only. One that is in a transaction, between two queries, when Postgres dies would
  // end the process by an unheard 'error'; its next query fails with the same reason.
  pool.on('connect', (client) => client.on('error', () => {}))
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: preparingPool(forKysely) }) })
  return {
    pool,
    db,
    async [Symbol.asyncDispose]() {
      await db.destroy()
      // Kysely ends the pool only if it ever ran a query.
      if (!pool.ended) await pool.end()
    },
  }
}
