import { createHash } from 'node:crypto'
import type { WorkspaceId } from '@switchboard/contract'
import type { Queryable } from '../store/database.ts'

/** An address that this person has, or had, and may give up. Only its hash is kept. */
export async function rememberAddress(tx: Queryable, userId: string, email: string): Promise<void> {
  await tx.query('insert into former_addresses (user_id, sha256) values ($1, $2) on conflict do nothing', [
    userId,
    hashOf(email),
  ])
}

/** Who had this address once was removed from the workspace, whoever has it now. */
export async function wasRemoved(tx: Queryable, workspaceId: WorkspaceId, email: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `select from former_addresses f join removed_members r on r.user_id = f.user_id
     where r.workspace_id = $1 and f.sha256 = $2 limit 1`,
    [workspaceId, hashOf(email)],
  )
  return rowCount !== 0
}

const hashOf = (email: string): Buffer => createHash('sha256').update(email.trim().toLowerCase()).digest()
