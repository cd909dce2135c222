import type { WorkspaceId } from '@switchboard/contract'
import type { Queryable } from './database.ts'

/**
 * Who may change which people a workspace knows. Ordinary projection holds the lock shared, so projectors work side by side;
 * joining two contacts, taking them apart again and erasing one hold it exclusively. Held until the transaction ends.
 */
export async function lockWorkspaceShared(client: Queryable, workspaceId: WorkspaceId): Promise<void> {
  await client.query(`select pg_advisory_xact_lock_shared(hashtextextended('switchboard people ' || $1, 0))`, [
    workspaceId,
  ])
}

export async function lockWorkspaceExclusively(client: Queryable, workspaceId: WorkspaceId): Promise<void> {
  await client.query(`select pg_advisory_xact_lock(hashtextextended('switchboard people ' || $1, 0))`, [workspaceId])
}
