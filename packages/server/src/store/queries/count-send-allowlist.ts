import type { WorkspaceId } from '@switchboard/contract'
import type { Queryable } from '../database.ts'

/** How many may be written to at all; null: everybody. */
export async function countSendAllowlist(db: Queryable, workspaceId: WorkspaceId): Promise<number | null> {
  const { rows } = await db.query<{ size: number | null }>(
    `select cardinality(send_allowlist) as size from workspaces where id = $1`,
    [workspaceId],
  )
  return rows[0]?.size ?? null
}
