import type { WorkspaceId } from '@switchboard/contract'
import { sql } from 'kysely'
import type { Database } from '../database.ts'

/** How a member is called; null: the workspace has no such member. */
export async function findMemberName(db: Database, workspaceId: WorkspaceId, memberId: string): Promise<string | null> {
  const { rows } = await sql<{ name: string }>`
    select name from member_names(${workspaceId}) where user_id = ${memberId}`.execute(db)
  return rows[0]?.name ?? null
}
