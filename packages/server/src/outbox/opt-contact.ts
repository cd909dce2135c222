import type { ContactId, WorkspaceId } from '@switchboard/contract'
import { appendEvents } from '../events/append.ts'
import type { Queryable } from '../store/database.ts'
import { lockWorkspaceShared } from '../store/locks.ts'
import { SendRefusal } from './send-refusal.ts'

export interface OptChange {
  readonly workspaceId: WorkspaceId
  readonly contactId: ContactId
  /** true: they want no messages; false: they want them again. */
  readonly optOut: boolean
  /** Where they said so: `phone call`, `form` … */
  readonly source: string
  /** Who writes it down, in words for the history. */
  readonly by: string
}

// Where the contact lives now, after merges. The later of the two times counts, also where one came with a faster clock.
const text = /* sql */ `
with recursive chain as (
  select id, merged_into from contacts where id = $2 and workspace_id = $1
  union select next.id, next.merged_into from chain join contacts next on next.id = chain.merged_into
), here as (
  select c.id, c.erased_at, c.opted_out_at is not null and c.opted_out_at >= coalesce(c.opted_in_at, '-infinity') as is_out
  from contacts c join chain using (id) where c.merged_into is null for update of c
), changed as (
  update contacts c set
    opted_out_at = case when $3 then greatest(clock_timestamp(), c.opted_in_at) else c.opted_out_at end,
    opted_out_source = case when $3 then $4 else c.opted_out_source end,
    opted_in_at = case when $3 then c.opted_in_at else greatest(clock_timestamp(), c.opted_out_at + interval '1 millisecond') end,
    updated_at = now()
  from here where c.id = here.id and here.erased_at is null and here.is_out <> $3
)
select id, erased_at is not null as erased, is_out from here`

/**
 * Writes down what a contact said elsewhere about being written to; as their own STOP and START. Saying it twice is saying it once.
 * @returns the contact's id now; null: the workspace has none of this id.
 * @throws {SendRefusal} contact-erased
 */
export async function optContact(tx: Queryable, change: OptChange): Promise<ContactId | null> {
  const { workspaceId, contactId, optOut, source, by } = change
  await lockWorkspaceShared(tx, workspaceId)
  const { rows } = await tx.query<{ id: ContactId; erased: boolean; is_out: boolean }>(text, [
    workspaceId,
    contactId,
    optOut,
    source,
  ])
  const [row] = rows
  if (!row) return null
  if (row.erased) throw new SendRefusal('contact-erased', 'The contact was erased.')
  if (row.is_out !== optOut) {
    const type = optOut ? 'contact.opted_out' : 'contact.opted_in'
    await appendEvents(tx, [{ workspaceId, type, occurredAt: Date.now(), contactId: row.id, data: { source, by } }])
  }
  return row.id
}
