import { rolesWith, type WebhookEndpointId, type WorkspaceId } from '@switchboard/contract'
import type { Queryable } from '../store/database.ts'
import { disableHeld } from './change-endpoint.ts'

export interface FormerMaker {
  readonly workspaceId: WorkspaceId
  readonly userId: string
  /** Keys of theirs that have ended. */
  readonly keyIds: readonly string[]
}

/**
 * Switches off endpoints whose address was last given, or which were last switched on, by a member who may manage none any more, or
 * by a key of theirs: the address may be their own. Nothing is lost. Whoever switches one on again vouches for it from then on.
 */
export async function disableEndpointsOf(tx: Queryable, { workspaceId, userId, keyIds }: FormerMaker): Promise<void> {
  const { rows } = await tx.query<{ id: WebhookEndpointId; workspace_id: WorkspaceId }>(
    `select e.id, e.workspace_id from webhook_endpoints e where e.workspace_id = $1 and e.state = 'enabled' and (e.vouched_by = any ($2)
       or e.vouched_by = 'member:' || $3 and not exists (select from members m
         where m.workspace_id = $1 and m.user_id = $3 and m.role = any ($4))) for update`,
    [workspaceId, keyIds.map((id) => `key:${id}`), userId, rolesWith('webhooks:manage')],
  )
  for (const row of rows) await disableHeld(tx, row, { reason: 'member-ended', by: 'system' })
}
