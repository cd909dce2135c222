import type { BroadcastId, WorkspaceId } from '@switchboard/contract'
import { Refusal } from '../refusal.ts'
import type { Queryable } from '../store/database.ts'
import { type BroadcastRow, broadcastColumns } from './broadcast-row.ts'

/** @throws {Refusal} broadcast-not-found */
export async function findBroadcast(
  db: Queryable,
  workspaceId: WorkspaceId,
  id: string,
  lock: '' | 'for update' = '',
): Promise<BroadcastRow> {
  const { rows } = await db.query<BroadcastRow>(
    `select ${broadcastColumns} from broadcasts b where b.workspace_id = $1 and b.id = $2 ${lock}`,
    [workspaceId, id],
  )
  if (rows[0]) return rows[0]
  throw new Refusal('broadcast-not-found', { detail: 'The workspace has no such broadcast.' })
}

/** From new to old; those before an id. */
export async function findBroadcasts(
  db: Queryable,
  workspaceId: WorkspaceId,
  args: { readonly state?: string | undefined; readonly before?: BroadcastId | undefined; readonly limit: number },
): Promise<BroadcastRow[]> {
  const { rows } = await db.query<BroadcastRow>(
    `select ${broadcastColumns} from broadcasts b
     where b.workspace_id = $1 and ($2::text is null or b.state = $2) and ($3::uuid is null or b.id < $3)
     order by b.id desc limit $4`,
    [workspaceId, args.state ?? null, args.before ?? null, args.limit],
  )
  return rows
}
