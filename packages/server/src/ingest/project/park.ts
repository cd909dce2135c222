import type { NewEvent } from '../../events/append.ts'
import type { Queryable } from '../../store/database.ts'
import type { InboxRow } from './inbox-rows.ts'

/** Why a body could not be projected. `reason` is a stable word, `detail` is for people. */
export interface ParkedRow {
  readonly row: InboxRow
  readonly reason: string
  readonly detail: string | null
}

// A body that is parked again (a replay failed) keeps when it was parked first.
const text = /* sql */ `
insert into inbox_parked (seq, shard, received_at, reason, detail) values ($1, $2, $3, $4, $5)
on conflict (seq) do update set reason = excluded.reason, detail = excluded.detail,
  attempts = inbox_parked.attempts + 1, last_attempt_at = now()
returning attempts`

/** Parks bodies and gives the events that say so. The bodies stay in the inbox. */
export async function park(
  client: Queryable,
  shard: number,
  workspaceId: string,
  parked: readonly ParkedRow[],
): Promise<NewEvent[]> {
  const events: NewEvent[] = []
  for (const { row, reason, detail } of parked) {
    const values = [row.seq, shard, row.receivedAt, reason, detail]
    const { rows } = await client.query<{ attempts: number }>(text, values)
    const attempts = rows[0]?.attempts ?? 1
    if (attempts > 1) continue
    const data = { inboxSeq: row.seq, reason }
    events.push({ workspaceId, type: 'inbox.parked', occurredAt: row.receivedAt.getTime(), data })
  }
  return events
}
