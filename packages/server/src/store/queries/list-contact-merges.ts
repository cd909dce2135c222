import type { ContactId, ContactMerge, ContactMergeId, WorkspaceId } from '@switchboard/contract'
import { sql } from 'kysely'
import type { Database } from '../database.ts'

interface MergeRow {
  readonly id: ContactMergeId
  readonly survivor_id: ContactId
  readonly merged_id: ContactId
  readonly merged_name: string | null
  readonly reason: ContactMerge['reason']
  readonly merged_at: Date
  readonly merged_by: string | null
  readonly undone_at: Date | null
  readonly undone_by: string | null
  readonly blocked_by: ContactMergeId | null
}

const mostMerges = 200

/** What was joined into a contact, into those that were joined into it, or the contact itself into another; the newest first. */
export async function listContactMerges(
  db: Database,
  workspaceId: WorkspaceId,
  contactId: ContactId,
): Promise<ContactMerge[]> {
  const { rows } = await sql<MergeRow>`
    with recursive family as (
      select id from contacts where id = ${contactId} and workspace_id = ${workspaceId}
      union select c.id from family join contacts c on c.merged_into = family.id
    )
    select g.id, g.survivor_id, g.merged_id, coalesce(c.custom_name, c.address_book_name, c.profile_name) as merged_name,
      g.reason, g.merged_at, g.merged_by, g.undone_at, g.undone_by,
      (select later.id from contact_merges later where later.undone_at is null and g.undone_at is null and later.id > g.id
        and g.survivor_id in (later.merged_id, later.survivor_id) order by later.id desc limit 1) as blocked_by
    from contact_merges g left join contacts c on c.id = g.merged_id
    where g.workspace_id = ${workspaceId} and (g.survivor_id in (select id from family) or g.merged_id in (select id from family))
    order by g.id desc limit ${sql.lit(mostMerges)}`.execute(db)
  return rows.map((row) => ({
    id: row.id,
    survivorId: row.survivor_id,
    merged: { id: row.merged_id, name: row.merged_name },
    reason: row.reason.map(({ kind, value }) => ({ kind, value })),
    mergedAt: row.merged_at.toISOString(),
    mergedBy: row.merged_by,
    undoneAt: row.undone_at?.toISOString() ?? null,
    undoneBy: row.undone_by,
    blockedBy: row.blocked_by,
  }))
}
