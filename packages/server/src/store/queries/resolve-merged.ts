import type { ContactId, ConversationId, WorkspaceId } from '@switchboard/contract'
import { sql } from 'kysely'
import type { Database } from '../database.ts'

/**
 * Where the history of a contact or conversation lives now: ids that were given out before a merge stay valid. Follows
 * merges of merges. Null: this workspace has no such row. (`union` drops repeats, so even a circle would end.)
 */
async function resolve<Id extends string>(
  db: Database,
  workspaceId: WorkspaceId,
  table: 'contacts' | 'conversations',
  id: Id,
): Promise<Id | null> {
  const { rows } = await sql<{ id: Id }>`
    with recursive chain as (
      select id, merged_into from ${sql.table(table)} where id = ${id} and workspace_id = ${workspaceId}
      union
      select next.id, next.merged_into from chain join ${sql.table(table)} next on next.id = chain.merged_into
    )
    select id from chain where merged_into is null`.execute(db)
  return rows[0]?.id ?? null
}

export function resolveContact(db: Database, workspaceId: WorkspaceId, id: ContactId): Promise<ContactId | null> {
  return resolve(db, workspaceId, 'contacts', id)
}

export function resolveConversation(
  db: Database,
  workspaceId: WorkspaceId,
  id: ConversationId,
): Promise<ConversationId | null> {
  return resolve(db, workspaceId, 'conversations', id)
}
