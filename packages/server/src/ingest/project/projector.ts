import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { createSettledWatermark } from '../../store/log/settled-watermark.ts'
import { ensureCursors, pendingShards } from './pending-shards.ts'
import type { BatchOutcome } from './project-batch.ts'
import type { ProjectionState } from './project-rows.ts'
import type { Readers } from './read-bodies.ts'
import { AccountDirectory } from './resolve-accounts.ts'
import { SearchVocabulary } from './search-words.ts'
import { ShardRunner } from './shard-runner.ts'

/** What is told about the work; pino's logger is one. */
interface ProjectorLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

export interface ProjectorOptions {
  readonly pool: pg.Pool
  readonly readers: Readers
  readonly log?: ProjectorLog
  /** Called after each commit that appended events, e.g. to wake the feed. Must not throw. */
  readonly onEvents?: () => void
  /** Stops the projector, as `stop` does. */
  readonly signal?: AbortSignal
  /** Most bodies in a batch. */
  readonly batchSize?: number
  /** Shards worked on at once. The database works for one while we read the other's bodies. */
  readonly concurrency?: number
}

interface ProjectorStats {
  /** Since the start: bodies gone past, of them parked; items read; events appended. */
  readonly projected: number
  readonly parked: number
  readonly items: number
  /** Items that this version does not understand; kept as they came. */
  readonly unsupported: number
  readonly events: number
  readonly batches: number
  /** From receipt to projection of the newest body of the last batch, in milliseconds; 0 before the first. */
  readonly lagMilliseconds: number
  /** The database did not work when it was last asked. */
  readonly waitingForDatabase: boolean
}

export interface Projector extends AsyncDisposable {
  /** Something was committed to the inbox: look at once instead of at the next poll. */
  poke(): void
  /** Resolves when every body that is committed now is projected or parked, or the projector is stopped. */
  drain(): Promise<void>
  /** Finishes the batches in hand and ends. */
  stop(): Promise<void>
  stats(): ProjectorStats
}

const defaultBatchSize = 500
const pollMilliseconds = 200
const shortestPause = 5
const longestBackoff = 5_000

/**
 * Projects the inbox as it fills. It is either *working* (there are settled bodies), *idle* (it waits for a poke, or looks
 * again after 200 ms: another process may have committed), *waiting for the database* (which is asked again after longer and
 * longer pauses, up to 5 s), or *stopped*.
 *
 * Any number of projectors may run on one database, in one process or in many: each shard is worked on by one at a time.
 */
export function startProjector(options: ProjectorOptions): Projector {
  const { pool, log, onEvents, concurrency = 2, batchSize = defaultBatchSize } = options
  const state: ProjectionState = {
    readers: options.readers,
    accounts: new AccountDirectory(),
    vocabulary: new SearchVocabulary(),
  }
  const runner = new ShardRunner(pool, state, batchSize)
  const watermark = createSettledWatermark('inbox_seq')
  const stopping = new AbortController()
  const counts = {
    projected: 0,
    parked: 0,
    items: 0,
    unsupported: 0,
    events: 0,
    batches: 0,
    lagMilliseconds: 0,
    waitingForDatabase: false,
  }
  let poked = false
  let wake = (): void => {}

  function count(outcome: BatchOutcome): void {
    if (outcome.rows === 0) return
    counts.batches += 1
    counts.projected += outcome.rows
    counts.items += outcome.items
    counts.unsupported += outcome.unsupported
    counts.events += outcome.events
    counts.parked += outcome.parked
    counts.lagMilliseconds = Math.max(0, Date.now() - (outcome.receivedAt?.getTime() ?? Date.now()))
    if (outcome.parked > 0) log?.warn({ parked: outcome.parked }, 'webhooks could not be projected and are parked')
    if (outcome.events > 0) onEvents?.()
  }

  /** @returns whether anything was done. */
  async function round(): Promise<boolean> {
    const through = await watermark.settled(pool)
    const shards = await pendingShards(pool, through)
    let worked = false
    const next = async (): Promise<void> => {
      for (let shard = shards.shift(); shard !== undefined; shard = shards.shift()) {
        if (stopping.signal.aborted) return
        const outcome = await runner.step(shard, through)
        if (outcome) count(outcome)
        if (!outcome || outcome.rows > 0) worked = true
      }
    }
    const outcomes = await Promise.allSettled(Array.from({ length: concurrency }, next))
    const failed = outcomes.find((outcome) => outcome.status === 'rejected')
    if (failed) throw failed.reason
    return worked
  }

  async function idle(milliseconds: number): Promise<void> {
    if (poked || stopping.signal.aborted) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    wake = () => {}
  }

  async function run(): Promise<void> {
    let backoff = 0
    let pause = pollMilliseconds
    let prepared = false
    while (!stopping.signal.aborted) {
      try {
        if (!prepared) await ensureCursors(pool)
        prepared = true
        // After a poke that found nothing the body may not be settled yet: look again soon, then ever less often.
        pause = poked ? shortestPause : Math.min(pause * 2, pollMilliseconds)
        poked = false
        if (await round()) pause = shortestPause
        else await idle(pause)
        if (counts.waitingForDatabase) log?.info({}, 'the database works again; projection goes on')
        counts.waitingForDatabase = false
        backoff = 0
      } catch (error) {
        if (!counts.waitingForDatabase)
          log?.error({ err: error }, 'the database does not project webhooks; trying again')
        counts.waitingForDatabase = true
        backoff = Math.min(longestBackoff, (backoff || 50) * 2)
        await sleep(backoff * (0.5 + Math.random() / 2), undefined, { signal: stopping.signal }).catch(() => {})
      }
    }
  }

  const running = run()
  const stop = async (): Promise<void> => {
    stopping.abort()
    wake()
    await running
  }
  const poke = (): void => {
    poked = true
    wake()
  }
  options.signal?.addEventListener('abort', () => void stop(), { once: true })

  return {
    poke,
    stop,
    stats: () => ({ ...counts }),
    async drain() {
      // Bodies of writers that are still busy count too, so this looks beyond what is settled.
      while (!stopping.signal.aborted) {
        poke()
        const pending = await pendingShards(pool, Number.MAX_SAFE_INTEGER).catch(() => [0])
        if (pending.length === 0) return
        await sleep(shortestPause)
      }
    },
    [Symbol.asyncDispose]: stop,
  }
}
