import { CompiledQuery } from 'kysely'
import { Refusal } from '../refusal.ts'
import type { Database, Queryable } from '../store/database.ts'
import { lockMembers } from '../store/locks.ts'
import type { Principal } from './principal.ts'

const member = `select from members where workspace_id = $1 and user_id = $2 and role = $3`
const key = `select from api_keys where workspace_id = $1 and id = $2 and revoked_at is null and (expires_at is null or expires_at > now())`

/**
 * Before somebody makes what outlives their session (a key, a link that lets in), in its transaction: they are still what the request
 * began as. Whoever removes them meanwhile waits for it, and then takes it with them. At once is no way round being removed.
 *
 * @throws {Refusal} forbidden
 */
export async function requireStill(
  tx: Queryable,
  { workspaceId, kind, id, role }: Pick<Principal, 'workspaceId' | 'kind' | 'id' | 'role'>,
): Promise<void> {
  await lockMembers(tx, workspaceId, 'shared')
  if (kind !== 'member' && kind !== 'key') return
  const { rowCount } =
    kind === 'member' ? await tx.query(member, [workspaceId, id, role]) : await tx.query(key, [workspaceId, id])
  if (rowCount === 0)
    throw new Refusal('forbidden', { detail: 'What you may was changed a moment ago. Look again, then try again.' })
}

/** A Kysely transaction, asked with SQL of one's own. */
export function queryableOf(tx: Database): Queryable {
  const query = async (text: string, values: readonly unknown[] = []) => {
    const { rows } = await tx.executeQuery(CompiledQuery.raw(text, [...values]))
    return { rows, rowCount: rows.length }
  }
  // Only `query` with a text and values is used of it, and of the answer the rows and their number.
  return { query } as unknown as Queryable
}
