import type { WorkspaceId } from '@switchboard/contract'
import type pg from 'pg'
import { inTransaction } from '../store/in-transaction.ts'
import { createLink, revokeLinksBy } from './one-time-links.ts'

const by = 'the start of the server'

export interface StartLink {
  readonly path: string
  /** `sign-in`: opens the console at once. `join`: a form by which somebody becomes the owner. */
  readonly purpose: 'sign-in' | 'join'
}

export interface StartLinkOptions {
  readonly workspaceId: WorkspaceId
  /** Whoever reads what the start prints has this machine's data anyway, and nobody else reaches the server. */
  readonly signsIn: boolean
}

/**
 * The link that a start prints; the one of the start before goes. Where it may sign in, each start has one. Elsewhere only while the
 * workspace has no owner, and it leads to a form.
 */
export function ensureStartLink(
  pool: pg.Pool,
  { workspaceId, signsIn }: StartLinkOptions,
): Promise<StartLink | undefined> {
  return inTransaction(pool, async (tx) => {
    // Two servers that start at once make one link.
    await tx.query('select from workspaces where id = $1 for update', [workspaceId])
    const { rowCount } = await tx.query(`select from members where workspace_id = $1 and role = 'owner' limit 1`, [
      workspaceId,
    ])
    if (rowCount !== 0 && !signsIn) return undefined
    await revokeLinksBy(tx, workspaceId, by)
    const made = signsIn
      ? await createLink(tx, { workspaceId, for: { purpose: 'sign-in' }, createdBy: by })
      : await createLink(tx, {
          ...{ workspaceId, createdBy: by, hours: 24 },
          for: { purpose: 'join', role: 'owner', email: null },
        })
    return { path: made.path, purpose: signsIn ? 'sign-in' : 'join' }
  })
}
