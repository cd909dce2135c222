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
  const limited = async (transaction: Database) => {
    await sql`select set_config('statement_timeout', ${String(milliseconds)}, true)`.execute(transaction)
    return run(transaction)
  }
  try {
    return await (db.isTransaction ? limited(db) : db.transaction().setAccessMode('read only').execute(limited))
  } catch (error) {
    if (!isTimeout(error)) throw error
    throw new Refusal('unavailable', { detail: advice, headers: { 'retry-after': '1' }, cause: error })
  }
}

/** SQLSTATE 57014, cancelled: by statement_timeout, as nobody else cancels our queries. */
function isTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '57014'
}
