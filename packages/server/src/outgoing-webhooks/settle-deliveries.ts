import type { WebhookDeliveryState, WebhookEndpointId } from '@switchboard/contract'
import type pg from 'pg'
import type { LeasedDelivery } from './lease-deliveries.ts'
import { nextAttempt } from './next-attempt.ts'
import type { Posted } from './post-webhook.ts'

export interface Outcome {
  readonly delivery: LeasedDelivery
  /** Null: there was nothing to send any more. */
  readonly posted: Posted | null
}

const keptAttempts = 20

const deliveriesText = /* sql */ `
update webhook_deliveries d set
  state = s.state,
  next_attempt_at = case when s.state = 'pending' then now() + s.after_milliseconds * interval '1 millisecond' end,
  lease_id = null,
  attempt_log = case when s.attempt is null then d.attempt_log
    when jsonb_array_length(d.attempt_log) >= ${keptAttempts} then (d.attempt_log - 0) || s.attempt
    else d.attempt_log || s.attempt end,
  response_excerpt = s.excerpt,
  settled_at = case when s.state <> 'pending' then now() end
from unnest($1::uuid[], $2::timestamptz[], $3::uuid[], $4::text[], $5::float8[], $6::jsonb[], $7::text[])
  as s (id, created_at, lease_id, state, after_milliseconds, attempt, excerpt)
where d.id = s.id and d.created_at = s.created_at and d.lease_id = s.lease_id and d.state = 'pending'`

// Written only when it says something new. In the order of ids, so that two processes do not wait for each other in a ring.
const healthText = /* sql */ `
update webhook_endpoints w set
  failing_since = case when s.delivered then null else coalesce(w.failing_since, now()) end,
  last_delivered_at = case when s.delivered then now() else w.last_delivered_at end,
  resume_at = greatest(w.resume_at, now() + s.pause_milliseconds * interval '1 millisecond')
from (
  select e.id, h.delivered, h.pause_milliseconds from webhook_endpoints e
  join unnest($1::uuid[], $2::boolean[], $3::float8[]) as h (id, delivered, pause_milliseconds) on h.id = e.id
  where h.pause_milliseconds > 0
    or (h.delivered and (e.failing_since is not null or e.last_delivered_at is null or e.last_delivered_at < now() - interval '5 seconds'))
    or (not h.delivered and e.failing_since is null)
  order by e.id for no key update of e) s
where w.id = s.id`

/**
 * Writes down what became of attempts. Whoever lost the lease (its row was cancelled, or given to another after a stall) writes
 * nothing. An outcome that can not be written is an attempt made again, under the same id.
 */
export async function settleDeliveries(pool: pg.Pool, outcomes: readonly Outcome[]): Promise<void> {
  const steps = outcomes.map(nextStep)
  await pool.query({
    name: 'settle webhook deliveries',
    text: deliveriesText,
    values: [
      outcomes.map(({ delivery }) => delivery.id),
      outcomes.map(({ delivery }) => delivery.createdAt.toISOString()),
      outcomes.map(({ delivery }) => delivery.leaseId),
      steps.map(({ state }) => state),
      steps.map(({ afterMilliseconds }) => afterMilliseconds),
      outcomes.map(({ posted }) => (posted ? JSON.stringify(posted.attempt) : null)),
      outcomes.map(({ posted }) => posted?.excerpt ?? null),
    ],
  })
  const health = healthOf(outcomes)
  if (health.size === 0) return
  await pool.query({
    name: 'health of webhook endpoints',
    text: healthText,
    values: [
      [...health.keys()],
      [...health.values()].map(({ delivered }) => delivered),
      [...health.values()].map(({ pause }) => pause),
    ],
  })
}

function nextStep({ delivery, posted }: Outcome): { state: WebhookDeliveryState; afterMilliseconds: number | null } {
  if (!posted) return { state: 'cancelled', afterMilliseconds: null }
  if (posted.delivered) return { state: 'delivered', afterMilliseconds: null }
  const afterMilliseconds = nextAttempt(delivery.attempts, posted.retryAfterMilliseconds, Math.random())
  return { state: afterMilliseconds === null ? 'failed' : 'pending', afterMilliseconds }
}

interface Health {
  /** Any of the outcomes was a success. */
  readonly delivered: boolean
  /** An endpoint that says "too much" or "not now" is left alone as a whole. */
  readonly pause: number
}

const longestPause = 60 * 60 * 1_000

function healthOf(outcomes: readonly Outcome[]): Map<WebhookEndpointId, Health> {
  const health = new Map<WebhookEndpointId, Health>()
  for (const { delivery, posted } of outcomes) {
    if (!posted) continue
    const before = health.get(delivery.endpointId)
    const { status } = posted.attempt
    const asked = status === 429 || status === 503 ? Math.min(longestPause, posted.retryAfterMilliseconds ?? 0) : 0
    health.set(delivery.endpointId, {
      delivered: posted.delivered || (before?.delivered ?? false),
      pause: Math.max(asked, before?.pause ?? 0),
    })
  }
  return health
}
