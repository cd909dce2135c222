import type {
  Event,
  MessageDetail,
  MessageId,
  WebhookBody,
  WebhookDeliveryId,
  WorkspaceId,
} from '@switchboard/contract'
import type { Selectable } from 'kysely'
import { toStoredEvent } from '../events/event-row.ts'
import type { Queryable } from '../store/database.ts'
import type { EventsTable } from '../store/schema/events.ts'
import type { LeasedDelivery } from './lease-deliveries.ts'

/** Messages as `/v1/messages/:id` gives them, in as few queries as can be. */
export type FindMessageDetails = (
  workspaceId: WorkspaceId,
  ids: readonly MessageId[],
) => Promise<ReadonlyMap<MessageId, MessageDetail>>

export interface BodySources {
  readonly db: Queryable
  readonly findMessages: FindMessageDetails
}

export interface Wanted {
  readonly delivery: LeasedDelivery
  readonly includeMessages: boolean
}

/**
 * What is posted, made of the rows as they are now: who was erased meanwhile is not in it. An event that is not there any more
 * (past its retention) has no body.
 */
export async function buildBodies(
  { db, findMessages }: BodySources,
  wanted: readonly Wanted[],
): Promise<Map<WebhookDeliveryId, string>> {
  const events = await eventsOf(
    db,
    wanted.map(({ delivery }) => delivery),
  )
  const messages = new Map<MessageId, MessageDetail>()
  for (const [workspaceId, ids] of messageIds(wanted, events)) {
    for (const [id, message] of await findMessages(workspaceId, [...ids])) messages.set(id, message)
  }
  const bodies = new Map<WebhookDeliveryId, string>()
  for (const { delivery, includeMessages } of wanted) {
    const event = events.get(delivery.eventSeq)
    if (!event) continue
    const message = includeMessages && event.messageId ? { message: messages.get(event.messageId) ?? null } : {}
    const body: WebhookBody = { type: event.type, timestamp: event.occurredAt, data: { event, ...message } }
    bodies.set(delivery.id, JSON.stringify(body))
  }
  return bodies
}

/** The times let Postgres leave the other weeks' partitions closed; a column of microseconds was read in milliseconds. */
async function eventsOf(db: Queryable, deliveries: readonly LeasedDelivery[]): Promise<Map<number, Event>> {
  const times = deliveries.map(({ eventRecordedAt }) => eventRecordedAt.getTime())
  const { rows } = await db.query<Selectable<EventsTable>>({
    name: 'events of webhook deliveries',
    text: `select seq, recorded_at, workspace_id, type, occurred_at, account_id, contact_id, conversation_id, message_id, data
      from events where seq = any ($1::bigint[]) and recorded_at >= $2 and recorded_at <= $3`,
    values: [
      [...new Set(deliveries.map(({ eventSeq }) => eventSeq))],
      new Date(Math.min(...times) - 1).toISOString(),
      new Date(Math.max(...times) + 1).toISOString(),
    ],
  })
  const events = new Map<number, Event>()
  for (const row of rows) {
    const stored = toStoredEvent(row)
    if (stored) events.set(row.seq, stored.event)
  }
  return events
}

function messageIds(wanted: readonly Wanted[], events: ReadonlyMap<number, Event>): Map<WorkspaceId, Set<MessageId>> {
  const ids = new Map<WorkspaceId, Set<MessageId>>()
  for (const { delivery, includeMessages } of wanted) {
    const messageId = events.get(delivery.eventSeq)?.messageId
    if (!includeMessages || !messageId) continue
    const known = ids.get(delivery.workspaceId) ?? new Set()
    ids.set(delivery.workspaceId, known.add(messageId))
  }
  return ids
}
