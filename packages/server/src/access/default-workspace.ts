import type { WorkspaceId } from '@switchboard/contract'
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { Database } from '../store/database.ts'

/** The oldest workspace, made if there is none. Two processes that start at once get the same one. */
export async function ensureDefaultWorkspace(db: Database): Promise<WorkspaceId> {
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('switchboard.default-workspace', 0))`.execute(tx)
    const existing = await tx
      .selectFrom('workspaces')
      .select('id')
      .orderBy('created_at')
      .orderBy('id')
      .limit(1)
      .executeTakeFirst()
    if (existing) return existing.id
    // uuidv7() gives a fresh id; the brand says which kind.
    const id = uuidv7() as WorkspaceId
    await tx.insertInto('workspaces').values({ id, name: 'Default' }).execute()
    return id
  })
}
