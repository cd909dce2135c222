import { hash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type pg from 'pg'
import { createBatchConnection } from './batch-connection.ts'
import { type BatchOutcome, type BatchStore, commitBatch } from './commit-batch.ts'
import { InboxFullError, InboxUnavailableError } from './inbox-errors.ts'
import { createBodyJoiner } from './join-bodies.ts'
import { createWaitingRows, type WaitingRow } from './waiting-rows.ts'

export interface Inbox extends AsyncDisposable {
  /**
   * Keeps a raw body. Resolves when it is committed and on disk.
   *
   * @returns `duplicate` when the same bytes came within the last 14 days; nothing changes then.
   * @throws InboxFullError at once when too much is waiting; InboxUnavailableError when the database can't take it.
   */
  commit(body: Buffer, transport: string, shard: number): Promise<'stored' | 'duplicate'>
  /**
   * The same without a promise, for what comes thousands of times a second: `done` is called once, later, with the outcome or
   * with what `commit` throws. It must not throw.
   */
  take(body: Buffer, transport: string, shard: number, done: BodyDone): void
  /** Called after each commit that stored something, e.g. to wake the projector. Must not throw. Returns the way to stop. */
  onCommit(listener: (stored: number) => void): () => void
  stats(): InboxStats
  /** Commits what waits, takes nothing new, gives the connection back. */
  close(): Promise<void>
}

export type BodyDone = (error: unknown, outcome?: 'stored' | 'duplicate') => void

export interface InboxStats {
  /** Bodies (and their bytes) that wait or are being committed. */
  readonly pendingRows: number
  readonly pendingBytes: number
}

export interface InboxObserver {
  /** One batch was committed. */
  batch?(batch: { rows: number; stored: number; bytes: number; milliseconds: number }): void
  /** The database refuses since just now; called once until it works again. */
  unavailable?(error: Error): void
  recovered?(): void
}

export interface InboxOptions {
  /** Each of `connections` keeps one of its connections for as long as the inbox is open. */
  readonly pool: pg.Pool
  readonly now?: () => Date
  /** How many batches may be under way at once. */
  readonly connections?: number
  readonly maxBatchRows?: number
  readonly maxBatchBytes?: number
  /** What may wait, including what is being committed; beyond it, InboxFullError. */
  readonly maxPendingRows?: number
  readonly maxPendingBytes?: number
  /** After this a batch counts as not committed (its bodies may still turn out to be stored). */
  readonly commitTimeoutMilliseconds?: number
  readonly observe?: InboxObserver
}

/**
 * Group commit. A body waits while a batch commits; all that wait go into the next batch. So the batch grows with the load,
 * and nobody waits for a timer.
 *
 * When the database fails, everything that waits fails with it: each would only run into the same wall, one timeout later.
 * The next body that comes tries again, so recovery needs nobody.
 */
export function createInbox(options: InboxOptions): Inbox {
  const { now = () => new Date(), observe, connections = 1, commitTimeoutMilliseconds = 10_000 } = options
  const waiting = createWaitingRows({
    maxBatchRows: options.maxBatchRows ?? 500,
    maxBatchBytes: options.maxBatchBytes ?? 8 * 1024 * 1024,
    maxPendingRows: options.maxPendingRows ?? 10_000,
    maxPendingBytes: options.maxPendingBytes ?? 32 * 1024 * 1024,
  })
  const idle: BatchStore[] = Array.from({ length: connections }, () => ({
    connection: createBatchConnection(options.pool, commitTimeoutMilliseconds),
    pool: options.pool,
    now,
    join: createBodyJoiner(),
  }))
  const listeners = new Set<(stored: number) => void>()
  const running = new Set<Promise<void>>()
  let scheduled = false
  let closed = false
  let failing = false

  function schedule(): void {
    if (scheduled || idle.length === 0) return
    scheduled = true
    // After the sockets that are readable now have been read, so that they all share one batch.
    setImmediate(() => {
      scheduled = false
      startBatches()
    })
  }

  function startBatches(): void {
    while (waiting.size > 0) {
      const store = idle.pop()
      if (!store) return
      const run = runBatch(store, waiting.take()).finally(() => running.delete(run))
      running.add(run)
    }
  }

  function free(store: BatchStore): void {
    idle.push(store)
    if (waiting.size > 0) startBatches()
  }

  async function runBatch(store: BatchStore, batch: readonly WaitingRow[]): Promise<void> {
    const started = performance.now()
    const unique = new Map<string, WaitingRow>()
    for (const row of batch) if (!unique.has(row.sha256)) unique.set(row.sha256, row)
    let outcomes: BatchOutcome
    try {
      outcomes = await commitBatch(store, unique.size === batch.length ? batch : [...unique.values()])
    } catch (error) {
      fail(batch, error)
      free(store)
      return
    }
    const milliseconds = performance.now() - started
    waiting.release(batch)
    // The next batch leaves before the answers of this one are written: they take as long as a commit, and Postgres would have
    // nothing to do meanwhile.
    free(store)
    let stored = 0
    for (let from = 0; from < batch.length; from += answersAtOnce) {
      if (from > 0) await nextTurn()
      stored += settle(batch.slice(from, from + answersAtOnce), unique, outcomes)
    }
    if (failing) observe?.recovered?.()
    failing = false
    observe?.batch?.({ rows: batch.length, stored, bytes: waiting.bytesOf(batch), milliseconds })
    if (stored > 0) for (const listener of listeners) listener(stored)
  }

  function fail(batch: readonly WaitingRow[], error: unknown): void {
    waiting.release(batch)
    for (const row of batch) row.done(error)
    if (!(error instanceof InboxUnavailableError)) return
    for (const row of waiting.takeAll()) row.done(error)
    if (!failing) observe?.unavailable?.(error)
    failing = true
  }

  function take(body: Buffer, transport: string, shard: number, done: BodyDone): void {
    const refused = closed
      ? new InboxUnavailableError('the server is stopping')
      : waiting.hasRoomFor(body.length)
        ? undefined
        : new InboxFullError('too many bodies wait to be stored')
    if (refused) {
      setImmediate(done, refused)
      return
    }
    waiting.add({ body, transport, shard, sha256: hash('sha256', body, 'binary'), done })
    schedule()
  }

  return {
    take,
    commit(body, transport, shard) {
      return new Promise((resolve, reject) => {
        take(body, transport, shard, (error, outcome) => (outcome ? resolve(outcome) : reject(error)))
      })
    },
    onCommit(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    stats: () => ({ pendingRows: waiting.pendingRows, pendingBytes: waiting.pendingBytes }),
    async close() {
      closed = true
      startBatches()
      while (running.size > 0) await Promise.all(running)
      for (const store of idle) await store.connection[Symbol.asyncDispose]()
    },
    [Symbol.asyncDispose]() {
      return this.close()
    },
  }
}

/**
 * Then sockets have their turn. All 128 answers at once take 2 to 3 ms, and for so long the rest of the next batch, which is often
 * more than Postgres' socket takes, would not leave, nor would a body be read.
 */
const answersAtOnce = 32

/** Tells every waiter; of the same body twice in one batch the first is `stored`. */
function settle(batch: readonly WaitingRow[], unique: ReadonlyMap<string, WaitingRow>, outcomes: BatchOutcome): number {
  let stored = 0
  for (const row of batch) {
    const first = unique.get(row.sha256)
    const outcome = outcomes === 'all' ? 'stored' : first && outcomes.get(first)
    if (outcome === undefined) row.done(new Error('a batch left a row without an outcome'))
    else if (typeof outcome === 'object') row.done(outcome.error)
    else if (outcome === 'stored' && row === first) {
      stored += 1
      row.done(null, 'stored')
    } else row.done(null, 'duplicate')
  }
  return stored
}
