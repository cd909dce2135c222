import { createBell, pause } from '../events/bell.ts'
import { isUnavailable } from '../store/is-unavailable.ts'
import type { Transport, TransportAccount } from '../transports/transport.ts'
import { claimMedia, countDue } from './claim-media.ts'
import { type FetchOutcome, fetchOne } from './fetch-one.ts'
import type { MediaStore } from './store-blob.ts'
import { sweepBlobs } from './sweep-blobs.ts'

export interface MediaFetcherOptions extends MediaStore {
  /** By name; files of other transports' accounts are left to other servers. */
  readonly transports: Readonly<Record<string, Transport>>
  readonly accountOf: (accountId: string) => Promise<TransportAccount>
  /** Largest file; default: the most that the transport carries. */
  readonly maxBytes?: number | undefined
  /** After commits that appended events. Must not throw. */
  readonly onEvents?: () => void
  readonly log?: {
    info(fields: object, message: string): void
    error(fields: object, message: string): void
  }
  readonly signal?: AbortSignal
  /** Downloads at once. */
  readonly concurrency?: number
  readonly pollMilliseconds?: number
  readonly sweepMilliseconds?: number
}

export interface MediaFetcher extends AsyncDisposable {
  /** Something was projected: look at once instead of at the next poll. */
  poke(): void
  /** Resolves when nothing is due or under way, or the fetcher is stopped. */
  drain(): Promise<void>
  /** Breaks off what is under way (it is tried again by whoever comes next) and ends. */
  stop(): Promise<void>
  stats(): Readonly<Record<FetchOutcome, number>>
}

/**
 * Brings files into the store as messages with files appear, several at a time, and lets go of files that nothing refers to.
 * Asleep until a poke or the next poll; while the database does not answer it asks ever less often, up to every 5 s. Any
 * number may run on one database.
 */
export function startMediaFetcher(options: MediaFetcherOptions): MediaFetcher {
  const { pool, blobs, transports, log, onEvents, concurrency = 6, pollMilliseconds = 1_000 } = options
  const names = Object.keys(transports)
  const stopping = new AbortController()
  const bell = createBell()
  const working = new Set<Promise<void>>()
  const counts: Record<FetchOutcome, number> = { stored: 0, again: 0, ended: 0, 'given back': 0, gone: 0 }
  let poked = false
  /** What is claimed is due no more, and not under way before we have heard of it. */
  let claiming = false
  let waitingForDatabase = false

  async function work(claimed: Parameters<typeof fetchOne>[0]['claimed']): Promise<void> {
    const transport = transports[claimed.transport]
    const { accountOf, maxBytes } = options
    const signal = stopping.signal
    try {
      const outcome = await fetchOne({ store: { pool, blobs }, claimed, transport, accountOf, maxBytes, signal })
      counts[outcome] += 1
      if (outcome === 'stored' || outcome === 'ended') onEvents?.()
    } catch (error) {
      // Its lease ends by itself.
      log?.error({ err: error, mediaId: claimed.id }, 'what came of a download could not be written down')
    }
  }

  async function fetching(): Promise<void> {
    let backoff = 0
    while (!stopping.signal.aborted) {
      try {
        const free = concurrency - working.size
        claiming = free > 0
        const claimed = claiming ? await claimMedia(pool, names, free) : []
        for (const one of claimed) {
          const job = work(one).finally(() => {
            working.delete(job)
            poke()
          })
          working.add(job)
        }
        claiming = false
        if (waitingForDatabase) log?.info({}, 'the database works again; files are fetched again')
        waitingForDatabase = false
        backoff = 0
        if (free > 0 && claimed.length > 0) continue
        if (!poked) await bell.wait(stopping.signal, pollMilliseconds)
        poked = false
      } catch (error) {
        claiming = false
        if (!waitingForDatabase) log?.error({ err: error }, 'files cannot be fetched now; trying again')
        waitingForDatabase = true
        backoff = Math.min(5_000, (backoff || 50) * 2)
        await pause(stopping.signal, backoff)
      }
    }
  }

  async function sweeping(): Promise<void> {
    let failing = false
    while (!stopping.signal.aborted) {
      try {
        await sweepBlobs({ pool, blobs }, stopping.signal)
        failing = false
      } catch (error) {
        // A database that is gone is told of once, by the other loop.
        if (!failing && !isUnavailable(error))
          log?.error({ err: error }, 'files that nobody needs could not be deleted')
        failing = true
      }
      await pause(stopping.signal, options.sweepMilliseconds ?? 2_000)
    }
  }
  const running = Promise.all([fetching(), sweeping()])

  function poke(): void {
    poked = true
    bell.ring()
  }
  const stop = async (): Promise<void> => {
    stopping.abort()
    await running
    await Promise.all(working)
  }
  options.signal?.addEventListener('abort', () => void stop(), { once: true })
  return {
    poke,
    async drain() {
      while (!stopping.signal.aborted) {
        const due = await countDue(pool, names)
        if (due === 0 && working.size === 0 && !claiming) return
        poke()
        await pause(stopping.signal, 10)
      }
    },
    stop,
    stats: () => ({ ...counts }),
    [Symbol.asyncDispose]: stop,
  }
}
