import {
  eventTypesOf,
  type WebhookAttempt,
  type WebhookDelivery,
  type WebhookDeliveryDetail,
  type WebhookDeliveryId,
  type WebhookDeliveryState,
  type WebhookEndpointId,
  type WorkspaceId,
} from '@switchboard/contract'
import type { Selectable } from 'kysely'
import { Refusal } from '../refusal.ts'
import type { Queryable } from '../store/database.ts'
import type { WebhookDeliveriesTable } from '../store/schema/webhook-deliveries.ts'

export interface ListDeliveries {
  readonly state?: WebhookDeliveryState | undefined
  /** A type or a pattern. */
  readonly eventType?: string | undefined
  /** Those of events before this one: the list goes from new to old. */
  readonly beforeSeq?: number | undefined
  readonly limit: number
}

type Row = Selectable<WebhookDeliveriesTable>

const columns = `id, endpoint_id, event_seq, event_type, contact_id, state, attempts, attempt_log, next_attempt_at, created_at,
  settled_at, response_excerpt`

/** From new to old by event. */
export async function listDeliveries(
  db: Queryable,
  workspaceId: WorkspaceId,
  endpointId: WebhookEndpointId,
  { state, eventType, beforeSeq, limit }: ListDeliveries,
): Promise<WebhookDelivery[]> {
  const values: unknown[] = [workspaceId, endpointId, limit]
  const conditions = ['workspace_id = $1', 'endpoint_id = $2']
  // In the text, so that the index of failed ones serves.
  if (state !== undefined) conditions.push(`state = '${state}'`)
  if (eventType !== undefined) conditions.push(`event_type = any ($${values.push(eventTypesOf(eventType))}::text[])`)
  if (beforeSeq !== undefined) conditions.push(`event_seq < $${values.push(beforeSeq)}`)
  const { rows } = await db.query<Row>(
    `select ${columns} from webhook_deliveries where ${conditions.join(' and ')} order by event_seq desc limit $3`,
    values,
  )
  return rows.map(toDelivery)
}

/** @throws {Refusal} webhook-delivery-not-found */
export async function getDelivery(
  db: Queryable,
  workspaceId: WorkspaceId,
  id: WebhookDeliveryId,
): Promise<WebhookDeliveryDetail> {
  const { rows } = await db.query<Row>(
    `select ${columns} from webhook_deliveries where workspace_id = $1 and id = $2 order by created_at desc limit 1`,
    [workspaceId, id],
  )
  if (!rows[0]) throw deliveryNotFound(id)
  return { ...toDelivery(rows[0]), attemptLog: attemptsOf(rows[0]), responseExcerpt: rows[0].response_excerpt }
}

export function deliveryNotFound(id: string): Refusal {
  return new Refusal('webhook-delivery-not-found', {
    detail: `There is no delivery ${id} in this workspace. Deliveries are kept for a month.`,
  })
}

function toDelivery(row: Row): WebhookDelivery {
  return {
    id: row.id,
    endpointId: row.endpoint_id,
    eventSeq: row.event_seq,
    eventType: row.event_type,
    contactId: row.contact_id,
    state: row.state,
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at?.toISOString() ?? null,
    lastAttempt: attemptsOf(row).at(-1) ?? null,
    createdAt: row.created_at.toISOString(),
    settledAt: row.settled_at?.toISOString() ?? null,
  }
}

function attemptsOf({ attempt_log: log }: Row): WebhookAttempt[] {
  return log as WebhookAttempt[] // only settle-deliveries.ts writes it
}
