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

/**
 * Who is a member of what. Removing somebody and changing a role hold it exclusively; whoever makes a key or a link holds it shared, so
 * that nothing is made in somebody's name while it ends. Held until the transaction ends.
 */
export async function lockMembers(client: Queryable, workspaceId: WorkspaceId, how: 'shared' | 'alone'): Promise<void> {
  const lock = how === 'shared' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock'
  await client.query(`select ${lock}(hashtextextended('switchboard members ' || $1, 0))`, [workspaceId])
}
