import { v7 as uuidv7 } from 'uuid'
import type { Queryable } from '../../store/database.ts'

/** The oldest workspace, where accounts that nobody configured go. Normally made at the first start; made here if not. */
export async function defaultWorkspace(client: Queryable): Promise<string> {
  const select = 'select id from workspaces order by created_at, id limit 1'
  const before = await client.query<{ id: string }>(select)
  if (before.rows[0]) return before.rows[0].id
  // The same lock as access/default-workspace.ts, so that two first starts make one workspace.
  await client.query(`select pg_advisory_xact_lock(hashtextextended('switchboard.default-workspace', 0))`)
  const now = await client.query<{ id: string }>(select)
  if (now.rows[0]) return now.rows[0].id
  const id = uuidv7()
  await client.query(`insert into workspaces (id, name) values ($1, 'Default')`, [id])
  return id
}
