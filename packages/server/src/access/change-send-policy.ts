import type { ApiKeyId, SendPolicy, WorkspaceId } from '@switchboard/contract'
import { appendEvents } from '../events/append.ts'
import { Refusal } from '../refusal.ts'
import type { Queryable } from '../store/database.ts'

/**
 * A credential that is held back frees neither itself nor another.
 * @param own of who asks @throws {Refusal} forbidden
 */
export function refuseFreedom(own: SendPolicy | null, asked: SendPolicy | null): void {
  if ((own !== 'approve' && own !== 'block') || asked === own || asked === 'block') return
  throw new Refusal('forbidden', {
    detail: `What your credential sends is under "${own}"; a key that it makes or changes has the same sendPolicy, or "block".`,
  })
}

export interface PolicyChange {
  readonly workspaceId: WorkspaceId
  readonly keyId: ApiKeyId
  readonly sendPolicy: SendPolicy | null
  /** Who says so, in words for the history. */
  readonly by: string
}

/** States what is done with what a key sends, from its next send on. @returns whether there is such a key, not revoked. */
export async function changeSendPolicy(tx: Queryable, { workspaceId, keyId, sendPolicy, by }: PolicyChange) {
  const { rows } = await tx.query<{ former: SendPolicy | null }>(
    `update api_keys k set send_policy = $3 from (select id, send_policy as former from api_keys where id = $2 for update) before
     where k.id = before.id and k.workspace_id = $1 and k.revoked_at is null returning before.former`,
    [workspaceId, keyId, sendPolicy],
  )
  const [row] = rows
  if (!row) return false
  if (row.former !== sendPolicy) {
    const data = { about: 'key', keyId, sendPolicy, former: row.former, by }
    await appendEvents(tx, [{ workspaceId, type: 'workspace.changed', occurredAt: Date.now(), data }])
  }
  return true
}
