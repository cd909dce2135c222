import type { EventType } from '@switchboard/contract'
import type { Queryable } from '../store/database.ts'

/** A fact to append. `data` is small and holds no message text: readers join the message, so erasure has one place to look. */
export interface NewEvent {
  readonly workspaceId: string
  readonly type: EventType
  /** When it happened, by the provider's clock where there is one; milliseconds since 1970. */
  readonly occurredAt: number
  readonly accountId?: string | null
  readonly contactId?: string | null
  readonly conversationId?: string | null
  readonly messageId?: string | null
  readonly data?: Readonly<Record<string, unknown>>
}

// The transaction's id is drawn before the first number, so that readers know from the ids of running transactions up to
// which number the log is complete: see store/log/settled-watermark.ts. One statement for any number of events, prepared
// once a connection; numbers are in the order of the array.
const text = /* sql */ `
with x as materialized (select pg_current_xact_id() as xid)
insert into events (seq, recorded_at, workspace_id, type, occurred_at, account_id, contact_id, conversation_id, message_id, data)
select nextval('events_seq'), statement_timestamp(), e.*
from x, unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::jsonb[]) e
where x.xid is not null`

/** Appends events in the caller's transaction, so that a change and its event are committed together or not at all. */
export async function appendEvents(db: Queryable, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return
  await db.query({
    name: 'append events',
    text,
    values: [
      events.map((event) => event.workspaceId),
      events.map((event) => event.type),
      events.map((event) => new Date(event.occurredAt).toISOString()),
      events.map((event) => event.accountId ?? null),
      events.map((event) => event.contactId ?? null),
      events.map((event) => event.conversationId ?? null),
      events.map((event) => event.messageId ?? null),
      events.map((event) => JSON.stringify(event.data ?? {})),
    ],
  })
}
