import {
  type ContactId,
  type EventType,
  eventTypesOf,
  type WebhookEndpointId,
  type WorkspaceId,
} from '@switchboard/contract'
import type pg from 'pg'
import type { Queryable } from '../store/database.ts'
import { inTransaction } from '../store/in-transaction.ts'
import { deliveryIdOf } from './delivery-id.ts'

/** An endpoint that lags behind the log, held by this transaction. */
interface Follower {
  readonly id: WebhookEndpointId
  readonly workspace_id: WorkspaceId
  readonly event_types: readonly string[]
  readonly cursor: number
  readonly isFull: boolean
}

export interface LoggedEvent {
  readonly seq: number
  readonly recorded_at: Date
  readonly workspace_id: WorkspaceId
  readonly type: EventType
  readonly contact_id: ContactId | null
}

/** Events that become deliveries in one go, and how far one go looks where few are wanted. */
const mostEvents = 1_000
const mostSeqs = 50_000
/** An endpoint with so much before it takes no more: what it has not taken stays in the log, which costs nothing. */
export const mostUntried = 5_000
export const mostPending = 20_000

// `skip locked`: whichever process comes first takes an endpoint along, and nobody waits for somebody who changes one. The counts
// end at their limits, and an endpoint that is full is not counted again for a while: 20,000 take 25 ms.
const followers = /* sql */ `
select id, workspace_id, event_types, cursor,
  (select count(*) from (select from webhook_deliveries d
    where d.endpoint_id = w.id and d.state = 'pending' and d.attempts = 0 limit ${mostUntried}) untried) >= ${mostUntried}
  or (select count(*) from (select from webhook_deliveries d
    where d.endpoint_id = w.id and d.state = 'pending' limit ${mostPending}) waiting) >= ${mostPending} as "isFull"
from webhook_endpoints w
where state = 'enabled' and cursor < $1 and id <> all ($2::uuid[])
order by cursor, id limit 200
for no key update skip locked`

export interface FannedOut {
  readonly made: number
  /** An endpoint is still behind and could take more. */
  readonly behind: boolean
  /** Endpoints with too much before them, which were passed over. */
  readonly full: readonly WebhookEndpointId[]
}

/**
 * Makes deliveries of what happened up to `upToSeq` (which must be settled) for every endpoint that wants it, a batch for each
 * place in the log where endpoints stand, in one transaction with their cursors: each event once, whatever dies. Endpoints that
 * catch up with others go on together with them.
 *
 * @param except endpoints that were full a moment ago
 */
export function fanOut(pool: pg.Pool, upToSeq: number, except: readonly WebhookEndpointId[] = []): Promise<FannedOut> {
  return inTransaction(pool, async (tx) => {
    const values = [upToSeq, except]
    const { rows: lagging } = await tx.query<Follower>({ name: 'webhook followers', text: followers, values })
    const rows = lagging.filter(({ isFull }) => !isFull)
    const places = [...new Set(rows.map(({ cursor }) => cursor))]
    let made = 0
    let behind = false
    for (const [index, from] of places.entries()) {
      const group = rows.filter(({ cursor }) => cursor === from)
      const to = Math.min(upToSeq, places[index + 1] ?? upToSeq, from + mostSeqs)
      const types = wantedBy(group)
      const events = await readEvents(tx, [...new Set(group.map((one) => one.workspace_id))], from, to, types)
      const reached = events.length < mostEvents ? to : (events.at(-1)?.seq ?? to)
      made += await insertDeliveries(tx, pairs(group, events))
      await tx.query('update webhook_endpoints set cursor = $2 where id = any ($1::uuid[])', [
        group.map(({ id }) => id),
        reached,
      ])
      behind ||= reached < upToSeq
    }
    return { made, behind, full: lagging.flatMap(({ id, isFull }) => (isFull ? id : [])) }
  })
}

function wantedBy(group: readonly Follower[]): readonly EventType[] {
  return [...new Set(group.flatMap((one) => one.event_types.flatMap(eventTypesOf)))]
}

export interface NewDelivery {
  readonly endpointId: WebhookEndpointId
  readonly event: LoggedEvent
}

function* pairs(group: readonly Follower[], events: readonly LoggedEvent[]): Generator<NewDelivery> {
  const wants = group.map((one) => ({ ...one, types: new Set<string>(one.event_types.flatMap(eventTypesOf)) }))
  for (const event of events) {
    for (const { id, workspace_id, types } of wants) {
      if (workspace_id === event.workspace_id && types.has(event.type)) yield { endpointId: id, event }
    }
  }
}

/** In the order of seq, at most a batch, of these workspaces and types, with whom each is about. */
export async function readEvents(
  tx: Queryable,
  workspaceIds: readonly WorkspaceId[],
  from: number,
  to: number,
  types: readonly EventType[],
): Promise<LoggedEvent[]> {
  const { rows } = await tx.query<LoggedEvent>({
    name: 'events for webhooks',
    text: `select e.seq, e.recorded_at, e.workspace_id, e.type, coalesce(e.contact_id, v.contact_id) as contact_id
      from events e left join conversations v on e.contact_id is null and v.id = e.conversation_id
      where e.seq > $1 and e.seq <= $2 and e.workspace_id = any ($3::uuid[]) and e.type = any ($4::text[])
      order by e.seq limit ${mostEvents}`,
    values: [from, to, workspaceIds, types],
  })
  return rows
}

const insert = /* sql */ `
insert into webhook_deliveries (id, created_at, workspace_id, endpoint_id, event_seq, event_recorded_at, event_type, contact_id,
  state, next_attempt_at)
select id, date_trunc('milliseconds', now()), workspace_id, endpoint_id, event_seq, event_recorded_at, event_type, contact_id,
  'pending', now()
from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::timestamptz[], $6::text[], $7::uuid[])
  as d (id, workspace_id, endpoint_id, event_seq, event_recorded_at, event_type, contact_id)`

/** How many were made. In parts, so that many endpoints that want everything do not make one huge statement. */
export async function insertDeliveries(tx: Queryable, deliveries: Iterable<NewDelivery>): Promise<number> {
  let made = 0
  let part: NewDelivery[] = []
  const flush = async (): Promise<void> => {
    if (part.length === 0) return
    const values = [
      part.map(({ endpointId, event }) => deliveryIdOf(endpointId, event.seq, event.recorded_at)),
      part.map(({ event }) => event.workspace_id),
      part.map(({ endpointId }) => endpointId),
      part.map(({ event }) => event.seq),
      part.map(({ event }) => event.recorded_at.toISOString()),
      part.map(({ event }) => event.type),
      part.map(({ event }) => event.contact_id),
    ]
    await tx.query({ name: 'insert webhook deliveries', text: insert, values })
    made += part.length
    part = []
  }
  for (const delivery of deliveries) {
    part.push(delivery)
    if (part.length >= mostEvents) await flush()
  }
  await flush()
  return made
}
