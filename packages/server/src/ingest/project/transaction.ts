import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { isRace, MergeNeeded } from './batch-errors.ts'

// The batch looks rows up by their keys, some hundred at a time, in tables that grow faster than their statistics. A plan made
// while a table was nearly empty reads it whole; without these it is an index look-up a row from the first day on.
const begin = `begin; set local enable_seqscan = off; set local enable_hashjoin = off; set local enable_mergejoin = off`

const maxAttempts = 12
const firstPause = 2 // milliseconds

/** `exclusive`: run again because contacts must be joined; take the workspaces' locks so. */
export type Work<Result> = (client: pg.PoolClient, attempt: { readonly exclusive: boolean }) => Promise<Result>

/**
 * Runs a batch in one transaction, and again from the start when it lost a race against another one (jitter keeps the two from
 * meeting again), or when it finds that it needs the exclusive lock. Other errors, and a race lost too often, are thrown.
 */
export async function inTransaction<Result>(pool: pg.Pool, work: Work<Result>): Promise<Result> {
  let exclusive = false
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(pool, (client) => work(client, { exclusive }))
    } catch (error) {
      if (error instanceof MergeNeeded && !exclusive) exclusive = true
      else if (!isRace(error) || attempt >= maxAttempts) throw error
      else await sleep(Math.random() * firstPause * 2 ** Math.min(attempt, 7))
    }
  }
}

async function once<Result>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool.connect()
  let broken: Error | undefined
  // A connection that breaks between two queries says so by an event, which would end the process if nobody listened.
  const noteError = (error: Error): void => {
    broken = error
  }
  client.on('error', noteError)
  try {
    await client.query(begin)
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch((rollbackError: Error) => {
      broken = rollbackError
    })
    throw error
  } finally {
    client.off('error', noteError)
    client.release(broken)
  }
}
