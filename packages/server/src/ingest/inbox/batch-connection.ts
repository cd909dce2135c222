import type pg from 'pg'
import { isUnavailable } from '../../store/is-unavailable.ts'
import { InboxUnavailableError } from './inbox-errors.ts'

/** A connection for batches alone. It is opened when first needed, and opened anew after it broke. */
export interface BatchConnection extends AsyncDisposable {
  /**
   * Runs `work` on the connection.
   * @throws what the work throws, and InboxUnavailableError after `timeoutMilliseconds`. A connection that proves dead or
   * does not answer is cut.
   */
  run<Result>(work: (client: pg.PoolClient) => Promise<Result>): Promise<Result>
  /** Whether the next run finds a connection that has worked before; it may have died without a word since. */
  readonly reused: boolean
}

/**
 * Durability does not depend on the server's default. The planner settings bind the batch statement to the index look-ups
 * that it is made for, see insert-rows.ts.
 */
const settings = `
  set synchronous_commit = on;
  set plan_cache_mode = force_generic_plan;
  set enable_seqscan = off;
  set enable_hashjoin = off;
  set enable_mergejoin = off;
  set jit = off`

export function createBatchConnection(pool: pg.Pool, timeoutMilliseconds: number): BatchConnection {
  let current: pg.PoolClient | undefined

  function cut(client: pg.PoolClient): void {
    if (current !== client) return
    current = undefined
    // Never returned to the pool: its settings are ours.
    client.release(true)
  }

  async function open(): Promise<pg.PoolClient> {
    const client = await pool.connect()
    // A connection that breaks while idle tells it here.
    client.on('error', () => cut(client))
    current = client
    return client
  }

  return {
    get reused() {
      return current !== undefined
    },
    async run(work) {
      const fresh = current === undefined
      const client = current ?? (await open())
      let late = false
      const timer = setTimeout(() => {
        late = true
        cut(client)
      }, timeoutMilliseconds)
      try {
        if (fresh) await client.query(settings)
        return await work(client)
      } catch (error) {
        if (late) throw new InboxUnavailableError(`Postgres did not answer within ${timeoutMilliseconds} ms`)
        if (fresh || isUnavailable(error)) cut(client)
        throw error
      } finally {
        clearTimeout(timer)
      }
    },
    async [Symbol.asyncDispose]() {
      if (current) cut(current)
    },
  }
}
