import type { WorkspaceId } from '@switchboard/contract'
import type { AccountAccess } from '../outbox/send-request.ts'
import type { Queryable } from '../store/database.ts'

interface Row extends AccountAccess {
  readonly id: string
}

/** What says whether the workspace's accounts can act, by their ids. */
export async function findConnections(
  db: Queryable,
  workspaceId: WorkspaceId,
  accountId?: string,
): Promise<Map<string, AccountAccess>> {
  const { rows } = await db.query<Row>(
    `select id, transport, external_id as "externalId", business_account_id as "businessAccountId", settings,
       coalesce((select jsonb_object_agg(key, value->>'key') from jsonb_each(secrets)), '{}') as "sealedWith"
     from accounts where workspace_id = $1 and ($2::uuid is null or id = $2)`,
    [workspaceId, accountId ?? null],
  )
  return new Map(rows.map(({ id, ...facts }) => [id, facts]))
}
