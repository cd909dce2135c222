import type pg from 'pg'
import type { BatchCommitter } from './batch.ts'
import { createBatchConnection } from './batch-connection.ts'
import { commitBatch } from './commit-batch.ts'

export interface BatchCommitterOptions {
  /** One of its connections is kept for as long as the committer is open. */
  readonly pool: pg.Pool
  readonly now?: () => Date
  /** After this a batch counts as not committed (its bodies may still turn out to be stored). */
  readonly timeoutMilliseconds?: number
}

/** Commits batches on this thread, one at a time. */
export function createBatchCommitter({ pool, now, timeoutMilliseconds }: BatchCommitterOptions): BatchCommitter {
  const connection = createBatchConnection(pool, timeoutMilliseconds ?? 10_000)
  const store = { connection, pool, now: now ?? (() => new Date()) }
  return {
    lanes: 1,
    commit: (batch) => commitBatch(store, batch),
    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  }
}
