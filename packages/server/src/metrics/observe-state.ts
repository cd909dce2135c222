import { Counter, Gauge } from 'prom-client'
import type { EventFeed } from '../events/feed.ts'
import type { ProjectionLag } from '../store/queries/get-projection-lag.ts'
import type { Metrics } from './metrics.ts'

/** What the gauges look at when Prometheus asks. */
export interface ObservedState {
  readonly feed?: Pick<EventFeed, 'stats'> | undefined
  readonly pool?: { readonly totalCount: number; readonly idleCount: number; readonly waitingCount: number } | undefined
  readonly inbox?: { stats(): { readonly pendingRows: number; readonly pendingBytes: number } } | undefined
  readonly projector?: { stats(): ProjectorCounts } | undefined
  readonly projectionLag?: (() => Promise<ProjectionLag>) | undefined
}

interface ProjectorCounts {
  readonly projected: number
  readonly parked: number
  readonly items: number
  readonly unsupported: number
  readonly events: number
  readonly batches: number
  readonly waitingForDatabase: boolean
}

/** Gauges that are read on demand. What can't be read (no database) is NaN in that answer. */
export function observeState({ registry }: Metrics, state: ObservedState): void {
  const { feed, pool, inbox, projector, projectionLag } = state
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name: `switchboard_${name}`,
      help,
      registers: [registry],
      collect() {
        this.set(read())
      },
    })
  if (feed) {
    gauge('event_subscribers', 'Readers of the live feed: SSE clients and others', () => feed.stats().subscribers)
    gauge('event_head_seq', 'The newest event that the live feed has given out', () => feed.stats().head)
  }
  if (pool) {
    gauge('pg_pool_connections', 'Connections of the pool', () => pool.totalCount)
    gauge('pg_pool_idle', 'Connections that nobody uses now', () => pool.idleCount)
    gauge('pg_pool_waiting', 'Queries that wait for a connection', () => pool.waitingCount)
  }
  if (inbox) {
    gauge('inbox_waiting_bodies', 'Bodies in memory that wait for their commit', () => inbox.stats().pendingRows)
    gauge('inbox_waiting_bytes', 'Their bytes', () => inbox.stats().pendingBytes)
  }
  if (projector) {
    const { stats } = projector
    gauge('projector_waiting', '1 while the projector waits for the database', () => Number(stats().waitingForDatabase))
    countProjected(registry, stats)
  }
  if (projectionLag) observeProjection(registry, projectionLag)
}

/** The projector keeps totals of its own; each scrape takes them over. */
function countProjected(registry: Metrics['registry'], stats: () => ProjectorCounts): void {
  const total = (name: string, help: string, read: (counts: ProjectorCounts) => number) =>
    new Counter({
      name: `switchboard_${name}_total`,
      help,
      registers: [registry],
      collect() {
        this.reset()
        this.inc(read(stats()))
      },
    })
  total('projected_bodies', 'Bodies that were projected here, or parked', ({ projected }) => projected)
  total('parked_bodies', 'Of them: parked', ({ parked }) => parked)
  total('projected_items', 'Messages, statuses, calls and other items in them', ({ items }) => items)
  total(
    'unsupported_items',
    'Items that this version does not understand; kept as they came',
    ({ unsupported }) => unsupported,
  )
  total('projection_batches', 'Commits that it took', ({ batches }) => batches)
  total('events', 'Events that were appended', ({ events }) => events)
}

/** One scrape reads all gauges of a query, at once and in no known order; this long they share one. */
const sharedMilliseconds = 100

/** Makes gauges of what one query answers. Without a database these are not known; the scrape still gives the rest. */
export function gaugesOf<Answer>(registry: Metrics['registry'], ask: () => Promise<Answer>) {
  let last: { readonly at: number; readonly answer: Promise<Answer | null> } | null = null
  const shared = () => {
    const now = performance.now()
    if (!last || now - last.at > sharedMilliseconds) last = { at: now, answer: ask().catch(() => null) }
    return last.answer
  }
  return (name: string, help: string, read: (answer: Answer) => number) =>
    new Gauge({
      name: `switchboard_${name}`,
      help,
      registers: [registry],
      async collect() {
        const answer = await shared()
        this.set(answer ? read(answer) : Number.NaN)
      },
    })
}

function observeProjection(registry: Metrics['registry'], projectionLag: () => Promise<ProjectionLag>): void {
  const gauge = gaugesOf(registry, projectionLag)
  gauge('projection_pending', 'Bodies that are stored but not projected', ({ pending }) => pending)
  gauge('projection_lag_seconds', 'How long the oldest of them has waited', ({ lagSeconds }) => lagSeconds)
  gauge('inbox_parked', 'Bodies that are parked', ({ parked }) => parked)
}
