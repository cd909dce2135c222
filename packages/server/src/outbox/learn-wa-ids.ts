import type { WorkspaceId } from '@switchboard/contract'
import type { Queryable } from '../store/database.ts'
import { lockWorkspaceShared } from '../store/locks.ts'

/** What the provider said, with its acceptance, of whom it wrote to. */
export interface StatedWaId {
  readonly sendId: string
  readonly waId: string
}

// Each is looked up by its whole key, behind a fence (offset 0). Statistics are a minute old when thousands were just queued, and the
// joins that Postgres makes for few rows read everybody: 200 acceptances beside 14,000 people took 0.6 s instead of 4 ms.
const unknown = /* sql */ `
select o.id, o.workspace_id from unnest($1::uuid[], $2::text[]) k(id, wa_id)
cross join lateral (select id, workspace_id from outbox where id = k.id offset 0) o
where not exists (
  select from identities i where i.workspace_id = o.workspace_id and i.kind = 'wa_id' and i.value = k.wa_id offset 0)`

// Whose it is already is left: that the two are one person only a webhook that names both can say.
const insert = /* sql */ `
insert into identities (workspace_id, kind, value, contact_id, first_seen_at)
select distinct on (o.workspace_id, k.wa_id) o.workspace_id, 'wa_id', k.wa_id, p.id, now()
from unnest($1::uuid[], $2::text[]) k(id, wa_id)
cross join lateral (select workspace_id, conversation_id from outbox where id = k.id offset 0) o
cross join lateral (select contact_id from conversations where id = o.conversation_id and kind = 'direct' offset 0) v
cross join lateral (
  select id from contacts where id = v.contact_id and erased_at is null and merged_into is null offset 0) p
order by o.workspace_id, k.wa_id, p.id
on conflict do nothing`

/**
 * The number under which WhatsApp knows somebody becomes an identity of theirs: it may differ from the phone (Brazil, Mexico), and
 * what they write comes from it. Call before rows are locked: it may wait for whoever joins or erases people.
 */
export async function learnWaIds(tx: Queryable, stated: readonly StatedWaId[]): Promise<void> {
  const usable = stated.filter(({ waId }) => /^\d{5,20}$/.test(waId))
  if (usable.length === 0) return
  const values = [usable.map(({ sendId }) => sendId), usable.map(({ waId }) => waId)]
  const { rows } = await tx.query<{ id: string; workspace_id: WorkspaceId }>({
    name: 'unknown wa ids',
    text: unknown,
    values,
  })
  if (rows.length === 0) return
  for (const id of [...new Set(rows.map((row) => row.workspace_id))].toSorted()) await lockWorkspaceShared(tx, id)
  const fresh = new Set(rows.map(({ id }) => id))
  const some = usable.filter(({ sendId }) => fresh.has(sendId))
  await tx.query(insert, [some.map(({ sendId }) => sendId), some.map(({ waId }) => waId)])
}
