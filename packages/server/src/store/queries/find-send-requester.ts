import type { WorkspaceId } from '@switchboard/contract'
import type { Queryable } from '../database.ts'

/** Who asked for a send, as `kind:id`. Null: nothing of this id is sent here. */
export async function findSendRequester(
  db: Queryable,
  workspaceId: WorkspaceId,
  sendId: string,
): Promise<string | null> {
  const { rows } = await db.query<{ by: string }>(
    `select (requested_by->>'kind') || ':' || (requested_by->>'id') as by from outbox where workspace_id = $1 and id = $2`,
    [workspaceId, sendId],
  )
  return rows[0]?.by ?? null
}
