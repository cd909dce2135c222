import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'

// 40001 serialization_failure, 40P01 deadlock_detected, 23505 unique_violation (two made the same row),
// 23503 foreign_key_violation (the row went away meanwhile), 55P03 lock_not_available
const raced = new Set(['40001', '40P01', '23505', '23503', '55P03'])

export function lostRace(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && raced.has(error.code)
}

const maxAttempts = 8
const firstPause = 2 // milliseconds

/**
 * One transaction; run again from the start when it lost a race against another one. Other errors roll back and are thrown.
 * `setting`: of Postgres, for this transaction alone, e.g. `enable_seqscan = off`.
 */
export async function inTransaction<Result>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<Result>,
  setting?: string,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(pool, work, setting)
    } catch (error) {
      if (!lostRace(error) || attempt >= maxAttempts) throw error
      await sleep(Math.random() * firstPause * 2 ** attempt)
    }
  }
}

async function once<Result>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<Result>,
  setting: string | undefined,
): Promise<Result> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    // one round trip
    await client.query(setting === undefined ? 'begin' : `begin; set local ${setting}`)
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch((rollbackError: Error) => {
      broken = rollbackError
    })
    throw error
  } finally {
    client.release(broken)
  }
}
