import { type Event, type EventType, eventTypes, type WorkspaceId } from '@switchboard/contract'
import type { Selectable } from 'kysely'
import type { EventsTable } from '../store/schema/events.ts'

/** An event with the workspace that it belongs to; only that workspace may see it. */
export interface StoredEvent {
  readonly workspaceId: WorkspaceId
  readonly event: Event
}

const known: ReadonlySet<string> = new Set(eventTypes)

/** Null for a type that this version does not know (a newer process wrote it). */
export function toStoredEvent(row: Selectable<EventsTable>): StoredEvent | null {
  if (!known.has(row.type)) return null
  return {
    workspaceId: row.workspace_id,
    event: {
      seq: row.seq,
      type: row.type as EventType, // it is in the set
      occurredAt: row.occurred_at.toISOString(),
      recordedAt: row.recorded_at.toISOString(),
      accountId: row.account_id,
      contactId: row.contact_id,
      conversationId: row.conversation_id,
      messageId: row.message_id,
      data: row.data as Event['data'], // the column always holds an object
    },
  }
}
