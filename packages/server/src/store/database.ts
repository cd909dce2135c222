import { Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import { type DatabaseOptions, hearErrors, openPool, poolConfig } from './pool.ts'
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

export function openDatabase(options: DatabaseOptions): DatabaseHandle {
  return handleOf(openPool(options))
}

/** For what interfaces ask for a caller: see row-security/scoped-pool.ts. Nothing connects before it is used. */
export function openScopedDatabase(options: DatabaseOptions): DatabaseHandle {
  const pool = hearErrors(new ScopedPool(poolConfig({ ...options, pipeline: true })), options)
  return handleOf(pool, pool.narrowed)
}

function handleOf(pool: pg.Pool, forKysely: KyselyPool = pool): DatabaseHandle {
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
