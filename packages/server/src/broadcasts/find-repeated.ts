import type { ConsideredItem } from '../outbox/consider-many.ts'
import type { Queryable } from '../store/database.ts'
import type { RecipientItem } from './consider-recipients.ts'

// Somebody who was two contacts when they were written to may be one by now.
const text = /* sql */ `
with recursive family as (
  select id, id as now from unnest($2::uuid[]) id
  union select c.id, f.now from family f join contacts c on c.merged_into = f.id
)
select f.now as contact_id, min(r.position) as position
from family f join broadcast_recipients r on r.broadcast_id = $1 and r.contact_id = f.id group by f.now`

/**
 * Who of these got the broadcast already, under another name: since the list was read it has become known that two of its rows are
 * one person. @returns positions of the first, by position.
 */
export async function findRepeated(
  tx: Queryable,
  broadcastId: string,
  considered: readonly ConsideredItem<RecipientItem>[],
): Promise<Map<number, number>> {
  const known = considered.flatMap(({ place, item, decision }) =>
    place.contactId === null || decision.outcome === 'refuse'
      ? []
      : [{ contactId: place.contactId, position: item.position }],
  )
  const repeated = new Map<number, number>()
  if (known.length === 0) return repeated
  const { rows } = await tx.query<{ contact_id: string; position: number }>({
    name: 'repeated recipients',
    text,
    values: [broadcastId, known.map(({ contactId }) => contactId)],
  })
  const first = new Map(rows.map(({ contact_id: contactId, position }) => [contactId, position]))
  for (const { contactId, position } of known) {
    const before = first.get(contactId)
    if (before === undefined) first.set(contactId, position)
    else repeated.set(position, before)
  }
  return repeated
}
