import type { OutboxId, SendReport, SendState, WorkspaceId } from '@switchboard/contract'
import type { Queryable } from '../database.ts'

interface Row {
  readonly id: OutboxId
  readonly state: SendState
  readonly wamid: string | null
  readonly attempts: number
  readonly due_at: Date
  readonly settled_at: Date | null
  readonly error: unknown
}

/** Where sends are now, in the order of their ids; unknown ids and other workspaces' are left out. */
export async function findSends(
  db: Queryable,
  workspaceId: WorkspaceId,
  ids: readonly string[],
): Promise<SendReport[]> {
  const { rows } = await db.query<Row>(
    `select id, state, wamid, attempts, due_at, settled_at, error from outbox
     where workspace_id = $1 and id = any ($2::uuid[]) order by id`,
    [workspaceId, ids],
  )
  return rows.map((row) => ({
    id: row.id,
    state: row.state,
    providerMessageId: row.wamid,
    attempts: row.attempts,
    dueAt: row.due_at.toISOString(),
    settledAt: row.settled_at?.toISOString() ?? null,
    error: row.error ?? null,
  }))
}
