import type { Event, EventType, WorkspaceId } from '@switchboard/contract'
import type { Queryable } from '../store/database.ts'
import { endOfSpan } from '../store/log/seq-span.ts'
import { createBell, pause } from './bell.ts'
import { type StoredEvent, toStoredEvent } from './event-row.ts'
import { hasEvents, lastEvent, readEvents } from './read-events.ts'
import { createRecentEvents, type RecentEvents } from './recent-events.ts'
import { createSettledEvents } from './settled-events.ts'

export interface EventFeed {
  /**
   * Every event of the workspace after `afterSeq`, each once, in the order of `seq`, in batches, until `signal` aborts or the
   * feed closes. Without `afterSeq`: from the moment at which the first batch is asked for.
   * @throws what the database throws while reading what the memory no longer holds; subscribe again from the last seq seen.
   */
  subscribe(options: SubscribeOptions): AsyncIterable<readonly Event[]>
  /** Where the log ends now: whoever subscribes after this seq gets all that is committed from now on. */
  end(): Promise<number>
  /**
   * The same at once, without waiting for transactions that are open: whoever subscribes after this seq gets all that is committed
   * from now on, and what was committed since the oldest of those began. Undefined: not known yet.
   */
  position(): Promise<number | undefined>
  /** One page of what is settled now. */
  page(options: PageOptions): Promise<readonly Event[]>
  /** Whether this seq can have been given out here; if not, it was before a restore, by another database, or is made up. */
  knows(seq: number): Promise<boolean>
  /** Something was appended: look now instead of at the next poll. Cheap, may be called at any rate. */
  poke(): void
  stats(): { readonly subscribers: number; readonly head: number }
  /** Ends all subscriptions; resolves when the reader has stopped. */
  close(): Promise<void>
}

interface SubscribeOptions {
  readonly workspaceId: WorkspaceId
  readonly afterSeq?: number | undefined
  readonly types?: readonly EventType[] | undefined
  readonly signal?: AbortSignal | undefined
}

interface PageOptions extends SubscribeOptions {
  readonly limit: number
}

export interface FeedOptions {
  readonly pool: Queryable
  readonly log?: { warn(details: object, message: string): void } | undefined
  /** How late an event of another process may be seen. */
  readonly pollMilliseconds?: number
  /** How many of the newest events stay in memory, for all subscribers together. */
  readonly capacity?: number
}

const batchSize = 500
/** After a poke the reader looks at once and then this often, this many times: what was just appended settles within moments. */
const eagerMilliseconds = 10
const eagerLooks = 10
/** Between two looks, however often it is poked. */
const leastMilliseconds = 3
const retryMilliseconds = 1_000
/** How long "now" may wait for transactions that are still open before it becomes "a moment ago". */
const nowMilliseconds = 5_000
const pageNowMilliseconds = 200
/** An event may have been recorded before the one with the seq below it, but not by a day: no transaction is open so long. */
const disorderMilliseconds = 24 * 60 * 60 * 1_000

/**
 * One reader a process follows the log by seq, up to what is settled, and keeps the newest events in memory; subscribers read
 * there, and from the database when they are behind it, so a slow one costs no memory.
 *
 * States: asleep (nobody subscribes) → following → asleep, which forgets what it held; closed at the end.
 *
 * The reader's head is always the seq of an event that it has seen, never a bare number: after a crash of the database,
 * numbers that nobody had committed are drawn again.
 */
export function createEventFeed(options: FeedOptions): EventFeed {
  const { pool, log, pollMilliseconds = 100, capacity = 4_000 } = options
  const settled = createSettledEvents(pool)
  const closing = new AbortController()
  const poked = createBell()
  const grown = createBell()
  let looksLeft = 0
  let pokedMeanwhile = false
  let subscribers = 0
  let recent: RecentEvents | null = null
  let headRecordedAt: Date | null = null
  let following: Promise<void> | null = null

  async function endOfLog(signal: AbortSignal): Promise<{ readonly seq: number; readonly recordedAt: Date | null }> {
    const upToSeq = await settled.upToNow(signal, nowMilliseconds)
    return (await lastEvent(pool, upToSeq)) ?? { seq: 0, recordedAt: null }
  }

  async function readNew(events: RecentEvents): Promise<void> {
    const upToSeq = await settled.known()
    while (events.head < upToSeq) {
      const since = headRecordedAt ? new Date(headRecordedAt.getTime() - disorderMilliseconds) : undefined
      const rows = await readEvents(pool, { afterSeq: events.head, upToSeq, limit: batchSize, since })
      const last = rows.at(-1)
      if (!last) return
      headRecordedAt = last.recorded_at
      events.append(
        rows.flatMap((row) => toStoredEvent(row) ?? []),
        last.seq,
      )
      grown.ring()
    }
  }

  async function follow(): Promise<void> {
    while (subscribers > 0 && !closing.signal.aborted) {
      try {
        if (!recent) {
          const end = await endOfLog(closing.signal)
          headRecordedAt = end.recordedAt
          recent = createRecentEvents(end.seq, capacity)
          grown.ring()
        }
        const looked = performance.now()
        pokedMeanwhile = false
        await readNew(recent)
        looksLeft -= 1
        if (!pokedMeanwhile) await poked.wait(closing.signal, looksLeft > 0 ? eagerMilliseconds : pollMilliseconds)
        const early = looked + leastMilliseconds - performance.now()
        if (early > 0) await pause(closing.signal, early)
      } catch (error) {
        log?.warn({ err: error }, 'the event feed cannot read; it tries again')
        await pause(closing.signal, retryMilliseconds)
      }
    }
    recent = null
    following = null
  }

  /** Events after `position` and how far that reaches; null when there is nothing yet. */
  async function next(position: number, filter: SubscribeOptions): Promise<Step | null> {
    const held = recent?.after(position, batchSize)
    if (held) return held.upTo > position ? { events: select(held.events, filter), upTo: held.upTo } : null
    if (!recent) return null
    const { workspaceId, types } = filter
    const upToSeq = recent.head
    const rows = await readEvents(pool, { afterSeq: position, upToSeq, limit: batchSize, workspaceId, types })
    const stored = rows.flatMap((row) => toStoredEvent(row) ?? [])
    const upTo = rows.length < batchSize ? upToSeq : (rows.at(-1)?.seq ?? upToSeq)
    return { events: select(stored, filter), upTo }
  }

  async function* subscribe(filter: SubscribeOptions): AsyncGenerator<readonly Event[]> {
    const stop = filter.signal ? AbortSignal.any([closing.signal, filter.signal]) : closing.signal
    subscribers += 1
    try {
      let position = filter.afterSeq ?? (await endOfLog(stop)).seq
      following ??= follow()
      while (!stop.aborted) {
        const step = await next(position, filter)
        if (!step) {
          await grown.wait(stop)
          continue
        }
        position = step.upTo
        if (step.events.length > 0 && !stop.aborted) yield step.events
      }
    } finally {
      subscribers -= 1
    }
  }

  return {
    subscribe,
    end: async () => (await endOfLog(closing.signal)).seq,
    async position() {
      const upToSeq = await settled.known()
      // Nothing is known to be settled: while a transaction from before the first look is open, or in an empty log.
      return upToSeq === 0 ? undefined : (await lastEvent(pool, upToSeq))?.seq
    },
    async page({ afterSeq = 0, limit, workspaceId, types }) {
      const upToSeq = await settled.upToNow(closing.signal, pageNowMilliseconds)
      const rows = await readEvents(pool, { afterSeq, upToSeq, limit, workspaceId, types })
      return rows.flatMap((row) => toStoredEvent(row)?.event ?? [])
    },
    async knows(seq) {
      const last = await settled.lastDrawn()
      if (seq === 0) return true
      if (seq > last) return false
      const end = endOfSpan(seq)
      // Of a span from before a restore only what the backup had.
      return last < end || (await hasEvents(pool, seq, end))
    },
    poke() {
      looksLeft = eagerLooks
      pokedMeanwhile = true
      poked.ring()
    },
    stats: () => ({ subscribers, head: recent?.head ?? 0 }),
    async close() {
      closing.abort()
      await following
    },
  }
}

interface Step {
  readonly events: readonly Event[]
  readonly upTo: number
}

function select(events: readonly StoredEvent[], { workspaceId, types }: SubscribeOptions): Event[] {
  return events.flatMap((stored) =>
    stored.workspaceId === workspaceId && (!types || types.includes(stored.event.type)) ? stored.event : [],
  )
}
