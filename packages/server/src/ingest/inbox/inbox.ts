import type { BatchCommitter, BatchOutcomes } from './batch.ts'
import { InboxFullError, InboxUnavailableError } from './inbox-errors.ts'
import { type BodyDone, createWaitingBodies, type FilledBatch } from './waiting-bodies.ts'

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
  /** Closed with the inbox. */
  readonly committer: BatchCommitter
  readonly maxBatchRows?: number
  readonly maxBatchBytes?: number
  /** What may wait, including what is being committed; beyond it, InboxFullError. */
  readonly maxPendingRows?: number
  readonly maxPendingBytes?: number
  readonly observe?: InboxObserver
}

/** A commit beside another pays when so many bodies share it; fewer wait for the next. */
const minRowsBesideAnother = 32

/**
 * Group commit. A body waits while a batch commits; all that wait go into the next batch. So the batch grows with the load,
 * and nobody waits for a timer.
 *
 * When the database fails, everything that waits fails with it: each would only run into the same wall, one timeout later.
 * The next body that comes tries again, so recovery needs nobody.
 */
export function createInbox(options: InboxOptions): Inbox {
  const { committer, observe } = options
  const limits = {
    maxBatchRows: options.maxBatchRows ?? 500,
    maxBatchBytes: options.maxBatchBytes ?? 4 * 1024 * 1024,
    maxPendingRows: options.maxPendingRows ?? 10_000,
    maxPendingBytes: options.maxPendingBytes ?? 32 * 1024 * 1024,
  }
  const waiting = createWaitingBodies(limits, committer.lanes)
  const listeners = new Set<(stored: number) => void>()
  const running = new Set<Promise<void>>()
  let scheduled = false
  let closed = false
  let failing = false

  function schedule(): void {
    if (scheduled || running.size === committer.lanes) return
    scheduled = true
    // After the sockets that are readable now have been read, so that they all share one batch.
    setImmediate(() => {
      scheduled = false
      startBatch()
    })
  }

  function startBatch(): void {
    if (running.size === committer.lanes || waiting.size < (running.size > 0 ? minRowsBesideAnother : 1)) return
    const run = runBatch(waiting.take()).finally(() => {
      running.delete(run)
      startBatch()
    })
    running.add(run)
  }

  async function runBatch(batch: FilledBatch): Promise<void> {
    const started = performance.now()
    try {
      const stored = settle(batch, await committer.commit(batch))
      if (failing) observe?.recovered?.()
      failing = false
      const milliseconds = performance.now() - started
      observe?.batch?.({ rows: batch.waiters.length, stored, bytes: batch.bytes, milliseconds })
      if (stored > 0) for (const listener of listeners) listener(stored)
    } catch (error) {
      for (const done of batch.waiters) done(error)
      if (!(error instanceof InboxUnavailableError)) return
      for (const done of waiting.takeAll()) done(error)
      if (!failing) observe?.unavailable?.(error)
      failing = true
    } finally {
      waiting.release(batch)
    }
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
    waiting.add({ body, transport, shard, done })
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
      startBatch()
      while (running.size > 0) await Promise.all(running)
      await committer[Symbol.asyncDispose]()
    },
    [Symbol.asyncDispose]() {
      return this.close()
    },
  }
}

/** Tells every waiter. @returns how many bodies were stored. */
function settle({ waiters }: FilledBatch, outcomes: BatchOutcomes): number {
  let stored = 0
  waiters.forEach((done, n) => {
    const outcome = outcomes === 'all' ? 'stored' : outcomes[n]
    if (outcome === undefined) done(new Error('a batch left a body without an outcome'))
    else if (typeof outcome === 'object') done(outcome.error)
    else {
      if (outcome === 'stored') stored += 1
      done(null, outcome)
    }
  })
  return stored
}
