import { appendEvents } from '../events/append.ts'
import type { Queryable } from '../store/database.ts'
import { progressed } from './broadcast-events.ts'
import { addCounts, countBy } from './insert-recipients.ts'
import type { LockedBroadcast } from './with-broadcast.ts'

/** What became of a recipient whose turn it was. */
export interface RowOutcome {
  readonly position: number
  readonly state: 'queued' | 'refused' | 'duplicate'
  readonly code?: string
  readonly reason?: string
  readonly sendId?: string
  readonly contactId?: string | null
  readonly duplicateOf?: number
}

const progressMilliseconds = 1_000

const writeText = /* sql */ `
update broadcast_recipients r set state = k.state, code = k.code, reason = k.reason, send_id = k.send_id, contact_id = k.contact_id,
  waiting = k.send_id is not null, duplicate_of = k.duplicate_of,
  recipient = case when k.state = 'duplicate' then null else r.recipient end, target = case when k.state = 'duplicate' then null else r.target end,
  person = case when k.state = 'duplicate' then null else r.person end, variables = case when k.state = 'duplicate' then null else r.variables end
from unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::uuid[], $8::bigint[])
  k(position, state, code, reason, send_id, contact_id, duplicate_of)
where r.broadcast_id = $1 and r.position = k.position`

/** What became of recipients, with the counts and where to go on, and now and then an event. @returns whether it came to events */
export async function writeOutcomes(
  tx: Queryable,
  broadcast: LockedBroadcast,
  outcomes: readonly RowOutcome[],
  next: { readonly last: number; readonly pacedUntil: number | null; readonly lookIn: number },
): Promise<boolean> {
  await tx.query({
    name: 'write recipients',
    text: writeText,
    values: [
      broadcast.id,
      outcomes.map(({ position }) => position),
      outcomes.map(({ state }) => state),
      outcomes.map(({ code }) => code ?? null),
      outcomes.map(({ reason }) => reason ?? null),
      outcomes.map(({ sendId }) => sendId ?? null),
      outcomes.map(({ contactId }) => contactId ?? null),
      outcomes.map(({ duplicateOf }) => duplicateOf ?? null),
    ],
  })
  const by = countBy(outcomes.map(({ state }) => state))
  const counts = {
    ...broadcast,
    pending: broadcast.pending - outcomes.length,
    queued: broadcast.queued + (by['queued'] ?? 0),
    refused: broadcast.refused + (by['refused'] ?? 0),
    duplicate: broadcast.duplicate + (by['duplicate'] ?? 0),
    problems: addCounts(broadcast.problems, countBy(outcomes.flatMap(({ code }) => code ?? []))),
  }
  const isTime = broadcast.now - (broadcast.progress_at?.getTime() ?? 0) >= progressMilliseconds
  await tx.query(
    `update broadcasts set pending = $2, queued = $3, refused = $4, duplicate = $5, problems = $6::jsonb, queued_position = $7,
       paced_until = coalesce(to_timestamp($8::float8 / 1000), paced_until), served_at = now(), attempts = 0,
       look_at = now() + $9 * interval '1 millisecond', progress_at = case when $10 then now() else progress_at end, updated_at = now()
     where id = $1`,
    [
      broadcast.id,
      counts.pending,
      counts.queued,
      counts.refused,
      counts.duplicate,
      JSON.stringify(counts.problems),
      next.last,
      next.pacedUntil,
      next.lookIn,
      isTime,
    ],
  )
  if (isTime) await appendEvents(tx, [progressed(broadcast, counts)])
  return isTime
}
