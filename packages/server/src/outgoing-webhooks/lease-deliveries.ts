import type { WebhookDeliveryId, WebhookEndpointId, WorkspaceId } from '@switchboard/contract'
import type pg from 'pg'
import { v7 as uuidv7 } from 'uuid'

export interface LeasedDelivery {
  readonly id: WebhookDeliveryId
  readonly createdAt: Date
  readonly leaseId: string
  readonly workspaceId: WorkspaceId
  readonly endpointId: WebhookEndpointId
  readonly eventSeq: number
  readonly eventRecordedAt: Date
  readonly eventType: string
  /** With this one. */
  readonly attempts: number
}

/** What this process may have of one endpoint at once. */
export interface Shares {
  readonly healthy: number
  /** Of one whose last attempt failed: enough to notice that it works again. */
  readonly failing: number
}

/** A crash is noticed after this. Longer than any attempt takes. */
export const leaseSeconds = 60

/** Of all endpoints together in one go; in a different order each time, so that none is always last. */
const mostAtOnce = 1_000

/*
 * Of every endpoint what is due, at most its share less what this process has of it already: a slow one has its own share full and
 * takes nothing from the others. `limit` may name columns of the outer query. Attempts count when they begin: what kills a process
 * is not tried for ever.
 */
const text = /* sql */ `
update webhook_deliveries d
set next_attempt_at = now() + ${leaseSeconds} * interval '1 second', lease_id = $1, attempts = d.attempts + 1
from (
  select due.id, due.created_at from (
    select id, failing_since from webhook_endpoints where state = 'enabled' and resume_at <= now() order by random()) w
  left join unnest($2::uuid[], $3::int[]) as busy (id, held) on busy.id = w.id
  cross join lateral (
    select id, created_at from webhook_deliveries
    where endpoint_id = w.id and state = 'pending' and next_attempt_at <= now()
    order by next_attempt_at, event_seq
    limit greatest(0, (case when w.failing_since is null then $4::int else $5::int end) - coalesce(busy.held, 0))
    for update skip locked) due
  limit ${mostAtOnce}) due
where d.id = due.id and d.created_at = due.created_at
returning d.id, d.created_at as "createdAt", d.lease_id as "leaseId", d.workspace_id as "workspaceId",
  d.endpoint_id as "endpointId", d.event_seq as "eventSeq", d.event_recorded_at as "eventRecordedAt", d.event_type as "eventType",
  d.attempts`

/** Due deliveries for this process alone, oldest first. */
export async function leaseDeliveries(
  pool: pg.Pool,
  held: ReadonlyMap<WebhookEndpointId, number>,
  shares: Shares,
): Promise<LeasedDelivery[]> {
  const { rows } = await pool.query<LeasedDelivery>({
    name: 'lease webhook deliveries',
    text,
    values: [uuidv7(), [...held.keys()], [...held.values()], shares.healthy, shares.failing],
  })
  return rows.toSorted((a, b) => a.eventSeq - b.eventSeq)
}

/** Was not tried after all: as if it had not been leased. */
export async function giveBack(pool: pg.Pool, deliveries: readonly LeasedDelivery[]): Promise<void> {
  if (deliveries.length === 0) return
  await pool.query(
    `update webhook_deliveries d set next_attempt_at = now(), lease_id = null, attempts = d.attempts - 1
     from unnest($1::uuid[], $2::timestamptz[], $3::uuid[]) as given (id, created_at, lease_id)
     where d.id = given.id and d.created_at = given.created_at and d.lease_id = given.lease_id and d.state = 'pending'`,
    [
      deliveries.map(({ id }) => id),
      deliveries.map(({ createdAt }) => createdAt.toISOString()),
      deliveries.map(({ leaseId }) => leaseId),
    ],
  )
}
