import type { MessageError, OutboxId, SendReport, SendState, WorkspaceId } from '@switchboard/contract'
import type { Queryable } from '../database.ts'

interface Row {
  readonly id: OutboxId
  readonly state: SendState
  readonly wamid: string | null
  readonly attempts: number
  readonly send_at: Date | null
  readonly due_at: Date
  readonly settled_at: Date | null
  readonly error: unknown
  readonly status: SendReport['status']
  readonly status_at: Date | null
  readonly errors: MessageError[] | null
}

/** Where sends are now, in the order of their ids; unknown ids and other workspaces' are left out. */
export async function findSends(
  db: Queryable,
  workspaceId: WorkspaceId,
  ids: readonly string[],
): Promise<SendReport[]> {
  const { rows } = await db.query<Row>(
    `select o.id, o.state, o.wamid, o.attempts, o.send_at, o.due_at, o.settled_at, o.error, m.status, m.status_at, m.errors
     from outbox o left join messages m on m.id = o.message_id
     where o.workspace_id = $1 and o.id = any ($2::uuid[]) order by o.id`,
    [workspaceId, ids],
  )
  return rows.map((row) => ({
    id: row.id,
    state: row.state,
    providerMessageId: row.wamid,
    attempts: row.attempts,
    sendAt: row.send_at?.toISOString() ?? null,
    dueAt: row.due_at.toISOString(),
    settledAt: row.settled_at?.toISOString() ?? null,
    error: row.error ?? null,
    status: row.status,
    statusAt: row.status_at?.toISOString() ?? null,
    ...(row.errors === null ? {} : { errors: row.errors }),
  }))
}
