import pg from 'pg'
import { parseInstant } from './parse-instant.ts'

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

/** A pool without the query builder, whose code is most of what a thread of ours would load. */
export function openPool(options: DatabaseOptions): pg.Pool {
  return hearErrors(new pg.Pool(poolConfig(options)), options)
}

export function poolConfig(options: DatabaseOptions): pg.PoolConfig {
  return {
    connectionString: options.connectionString,
    max: options.maxConnections ?? 10,
    application_name: options.applicationName ?? 'switchboard',
    connectionTimeoutMillis: 5_000,
    pipeline: options.pipeline ?? false,
    types,
  }
}

export function hearErrors<Pool extends pg.Pool>(pool: Pool, options: DatabaseOptions): Pool {
  pool.on('error', (error) => options.onIdleError?.(error))
  // The pool listens to idle clients only. One that is in a transaction, between two queries, when Postgres dies would
  // end the process by an unheard 'error'; its next query fails with the same reason.
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}
