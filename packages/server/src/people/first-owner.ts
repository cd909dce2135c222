import type { WorkspaceId } from '@switchboard/contract'
import type pg from 'pg'
import { inTransaction } from '../store/in-transaction.ts'
import { createLink } from './one-time-links.ts'

const by = 'the start of the server'

/**
 * While a workspace has no owner, every start makes a link by which somebody becomes it; the one of the start before goes.
 *
 * @returns its path; undefined where there is an owner
 */
export function ensureOwnerLink(pool: pg.Pool, workspaceId: WorkspaceId): Promise<string | undefined> {
  return inTransaction(pool, async (tx) => {
    // Two servers that start at once make one link.
    await tx.query('select from workspaces where id = $1 for update', [workspaceId])
    const { rowCount } = await tx.query(`select from members where workspace_id = $1 and role = 'owner' limit 1`, [
      workspaceId,
    ])
    if (rowCount !== 0) return undefined
    await tx.query(
      `update one_time_links set revoked_at = now()
       where workspace_id = $1 and created_by = $2 and used_at is null and revoked_at is null`,
      [workspaceId, by],
    )
    const link = { purpose: 'join', role: 'owner', email: null } as const
    const { path } = await createLink(tx, { workspaceId, for: link, createdBy: by, hours: 24 })
    return path
  })
}
