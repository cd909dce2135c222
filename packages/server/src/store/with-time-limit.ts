import { sql } from 'kysely'
import { Refusal } from '../refusal.ts'
import type { Database } from './database.ts'

/**
 * Runs reading queries in a transaction (the caller's, if there is one) in which no statement may take longer than so many
 * milliseconds. Other settings that `run` makes `local` end with it.
 *
 * @throws {Refusal} `unavailable`, with what the caller can do about it, when a statement took longer.
 */
export async function withTimeLimit<Result>(
  db: Database,
  milliseconds: number,
  advice: string,
  run: (transaction: Database) => Promise<Result>,
): Promise<Result> {
  return refusingTimeouts(advice, async () => {
    if (!db.isTransaction) return await db.connection().execute((one) => inTransaction(one, milliseconds, run))
    await sql`select set_config('statement_timeout', ${String(milliseconds)}, true)`.execute(db)
    return await run(db)
  })
}

/**
 * For what asks by limited statements (see limited-statements.ts).
 *
 * @throws {Refusal} `unavailable`, with what the caller can do about it, when a statement took longer than it may.
 */
export async function refusingTimeouts<Result>(advice: string, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run()
  } catch (error) {
    if (!isTimeout(error)) throw error
    throw new Refusal('unavailable', { detail: advice, headers: { 'retry-after': '1' }, cause: error })
  }
}

/** The beginning and its setting go to Postgres together: each way there and back costs as much as a small query. */
async function inTransaction<Result>(
  connection: Database,
  milliseconds: number,
  run: (transaction: Database) => Promise<Result>,
): Promise<Result> {
  const limit = sql.lit(Math.trunc(milliseconds))
  await sql`start transaction read only; set local statement_timeout = ${limit}`.execute(connection)
  try {
    const result = await run(connection)
    await sql`commit`.execute(connection)
    return result
  } catch (error) {
    // Fails only with the connection, which the pool then drops; the first error says more.
    await sql`rollback`.execute(connection).catch(() => {})
    throw error
  }
}

/** SQLSTATE 57014, cancelled: by statement_timeout, as nobody else cancels our queries. */
function isTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '57014'
}
