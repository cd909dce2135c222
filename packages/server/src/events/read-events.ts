import type { EventType, WorkspaceId } from '@switchboard/contract'
import type { Selectable } from 'kysely'
import type { Queryable } from '../store/database.ts'
import type { EventsTable } from '../store/schema/events.ts'

export interface ReadEventsOptions {
  readonly afterSeq: number
  /** Only events that are settled may be read: see store/log/settled-watermark.ts. */
  readonly upToSeq: number
  readonly limit: number
  readonly workspaceId?: WorkspaceId | undefined
  readonly types?: readonly EventType[] | undefined
  /** Events were recorded at or after this: lets Postgres leave older partitions closed. */
  readonly since?: Date | undefined
}

/** Events in the order of `seq`. */
export async function readEvents(queryable: Queryable, options: ReadEventsOptions): Promise<Selectable<EventsTable>[]> {
  const { afterSeq, upToSeq, limit, workspaceId, types, since } = options
  const values: unknown[] = [afterSeq, upToSeq, limit]
  const conditions = ['seq > $1', 'seq <= $2']
  const add = (condition: string, value: unknown) => conditions.push(`${condition}$${values.push(value)}`)
  if (workspaceId !== undefined) add('workspace_id = ', workspaceId)
  if (types !== undefined) conditions.push(`type = any($${values.push([...types])})`)
  if (since !== undefined) add('recorded_at >= ', since)
  const { rows } = await queryable.query<Selectable<EventsTable>>(
    `select seq, recorded_at, workspace_id, type, occurred_at, account_id, contact_id, conversation_id, message_id, data
     from events where ${conditions.join(' and ')} order by seq limit $3`,
    values,
  )
  return rows
}

/** The last event up to `upToSeq`; null in an empty log. */
export async function lastEvent(
  queryable: Queryable,
  upToSeq: number,
): Promise<{ readonly seq: number; readonly recordedAt: Date } | null> {
  const { rows } = await queryable.query<{ seq: number; recordedAt: Date }>(
    'select seq, recorded_at as "recordedAt" from events where seq <= $1 order by seq desc limit 1',
    [upToSeq],
  )
  return rows[0] ?? null
}

/** Whether there is an event from `fromSeq` on that is below `belowSeq`. */
export async function hasEvents(queryable: Queryable, fromSeq: number, belowSeq: number): Promise<boolean> {
  const { rows } = await queryable.query('select from events where seq >= $1 and seq < $2 limit 1', [fromSeq, belowSeq])
  return rows.length > 0
}
