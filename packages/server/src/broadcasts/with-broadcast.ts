import type pg from 'pg'
import type { Queryable } from '../store/database.ts'
import { inTransaction } from '../store/in-transaction.ts'
import { lockWorkspaceShared } from '../store/locks.ts'
import { type BroadcastRow, broadcastColumns } from './broadcast-row.ts'

export interface LockedBroadcast extends BroadcastRow {
  /** The database's clock; milliseconds since 1970. */
  readonly now: number
  /** Of its number, for its pace. */
  readonly sendRate: number | null
  readonly coexistence: boolean
}

const text = /* sql */ `
select ${broadcastColumns}, (extract(epoch from clock_timestamp()) * 1000)::float8 as now, a.send_rate as "sendRate", a.coexistence
from broadcasts b join accounts a on a.id = b.account_id where b.id = $1`

/**
 * Works on a broadcast that nobody else holds. Holding its row is running it: another process passes it by. The workspace's lock
 * comes first, as it does wherever people are written (store/locks.ts), so nobody waits in a circle.
 */
export function withBroadcast<Result extends { readonly idle: boolean }>(
  pool: pg.Pool,
  { id, workspace_id: workspaceId }: Pick<BroadcastRow, 'id' | 'workspace_id'>,
  work: (tx: Queryable, broadcast: LockedBroadcast) => Promise<Result>,
): Promise<Result | { idle: true; queued: 0; events: false }> {
  return inTransaction(pool, async (tx) => {
    await lockWorkspaceShared(tx, workspaceId)
    const { rows } = await tx.query<LockedBroadcast>(`${text} for update of b skip locked`, [id])
    return rows[0] ? work(tx, rows[0]) : { idle: true, queued: 0, events: false }
  })
}
