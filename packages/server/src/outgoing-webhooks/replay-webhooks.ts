import {
  type EventType,
  eventTypesOf,
  type WebhookDeliveryId,
  type WebhookEndpointId,
  type WebhooksReplayed,
  type WorkspaceId,
} from '@switchboard/contract'
import { Refusal } from '../refusal.ts'
import type { Queryable } from '../store/database.ts'
import { inTransaction } from '../store/in-transaction.ts'
import { deliveryNotFound } from './deliveries.ts'
import type { WebhookDesk } from './desk.ts'
import { type EndpointRow, endPause, findEndpoint } from './endpoint-row.ts'
import { insertDeliveries, mostPending, readEvents } from './fan-out.ts'
import { findSeqAt } from './find-seq-at.ts'

export interface ReplayRange {
  readonly since?: string | undefined
  readonly afterSeq?: number | undefined
  readonly upToSeq?: number | undefined
  readonly onlyFailed: boolean
}

/** One call makes so many deliveries at most, and says where to go on. */
const mostReplayed = 10_000

const again = `state = 'pending', next_attempt_at = now(), lease_id = null, attempts = 0, settled_at = null`

/** Sends a delivery again, under the same id. One that is pending is tried at once, also of an endpoint that is paused. */
export async function replayDelivery(
  desk: WebhookDesk,
  workspaceId: WorkspaceId,
  endpointId: WebhookEndpointId,
  id: WebhookDeliveryId,
): Promise<WebhooksReplayed> {
  await inTransaction(desk.pool, async (tx) => {
    const endpoint = await findEndpoint(tx, workspaceId, endpointId, 'for update')
    const { rowCount } = await tx.query(
      `update webhook_deliveries set ${again} where workspace_id = $1 and endpoint_id = $2 and id = $3`,
      [workspaceId, endpointId, id],
    )
    if (rowCount === 0) throw deliveryNotFound(id)
    await endPause(tx, endpoint)
  })
  desk.changed()
  return { replayed: 1, nextAfterSeq: null }
}

/**
 * Sends again what happened in a range and is of interest to the endpoint, under the same ids, also what it was never sent because
 * its filter was another or its delivery is not kept any more. What waits for its next attempt is tried
 * at once. What is beyond its cursor comes anyway, and what is under way is not touched.
 *
 * @throws {Refusal} webhook-replay-full where too much waits for the endpoint already
 */
export async function replayRange(
  desk: WebhookDesk,
  workspaceId: WorkspaceId,
  endpointId: WebhookEndpointId,
  range: ReplayRange,
): Promise<WebhooksReplayed> {
  const replayed = await inTransaction(desk.pool, async (tx) => {
    const endpoint = await findEndpoint(tx, workspaceId, endpointId, 'for update')
    await refuseFull(tx, endpointId)
    await endPause(tx, endpoint)
    const upToSeq = Math.min(range.upToSeq ?? endpoint.cursor, endpoint.cursor)
    const since = range.since === undefined ? undefined : new Date(range.since)
    const from = range.afterSeq ?? (since ? await findSeqAt(tx, since, upToSeq) : 0)
    return range.onlyFailed
      ? replayFailed(tx, endpointId, from, upToSeq)
      : replayEvents(tx, endpoint, { from, upToSeq, since })
  })
  desk.changed()
  return replayed
}

async function refuseFull(tx: Queryable, endpointId: WebhookEndpointId): Promise<void> {
  const { rows } = await tx.query<{ n: number }>(
    `select count(*)::int as n from (select from webhook_deliveries where endpoint_id = $1 and state = 'pending' limit ${mostPending}) waiting`,
    [endpointId],
  )
  if ((rows[0]?.n ?? 0) < mostPending) return
  throw new Refusal('webhook-replay-full', {
    detail: `${mostPending} deliveries wait for this endpoint. Replay more when they have arrived.`,
  })
}

async function replayFailed(
  tx: Queryable,
  endpointId: WebhookEndpointId,
  from: number,
  upToSeq: number,
): Promise<WebhooksReplayed> {
  const { rows } = await tx.query<{ seq: number }>(
    `with failed as (
       select id, created_at from webhook_deliveries
       where endpoint_id = $1 and state = 'failed' and event_seq > $2 and event_seq <= $3 order by event_seq limit ${mostReplayed})
     update webhook_deliveries d set ${again} from failed f where d.id = f.id and d.created_at = f.created_at
     returning d.event_seq as seq`,
    [endpointId, from, upToSeq],
  )
  const last = rows.reduce((most, { seq }) => Math.max(most, seq), from)
  return { replayed: rows.length, nextAfterSeq: rows.length < mostReplayed ? null : last }
}

async function replayEvents(
  tx: Queryable,
  endpoint: EndpointRow,
  { from, upToSeq, since }: { readonly from: number; readonly upToSeq: number; readonly since: Date | undefined },
): Promise<WebhooksReplayed> {
  const types: EventType[] = endpoint.event_types.flatMap(eventTypesOf)
  let replayed = 0
  let after = from
  while (after < upToSeq && replayed < mostReplayed) {
    const batch = await readEvents(tx, [endpoint.workspace_id], after, upToSeq, types)
    const events = since ? batch.filter((event) => event.recorded_at >= since) : batch
    const known = await reopen(
      tx,
      endpoint.id,
      events.map(({ seq }) => seq),
    )
    const missing = events.filter(({ seq }) => !known.seqs.has(seq))
    replayed += known.reopened
    replayed += await insertDeliveries(
      tx,
      missing.map((event) => ({ endpointId: endpoint.id, event })),
    )
    after = batch.at(-1)?.seq ?? upToSeq
  }
  return { replayed, nextAfterSeq: after < upToSeq ? after : null }
}

/** Opens those that are over again, and makes those that wait for their next attempt due; says which are there at all. */
async function reopen(tx: Queryable, endpointId: WebhookEndpointId, seqs: readonly number[]) {
  const { rows } = await tx.query<{ seq: number }>(
    'select distinct event_seq as seq from webhook_deliveries where endpoint_id = $1 and event_seq = any ($2::bigint[])',
    [endpointId, seqs],
  )
  const { rowCount } = await tx.query(
    `update webhook_deliveries set ${again} where endpoint_id = $1 and event_seq = any ($2::bigint[])
       and (state <> 'pending' or lease_id is null)`,
    [endpointId, seqs],
  )
  return { seqs: new Set(rows.map(({ seq }) => seq)), reopened: rowCount ?? 0 }
}
