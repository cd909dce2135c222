import type { ApiKeyId, Scope, WorkspaceId } from '@switchboard/contract'
import { appendEvents } from '../events/append.ts'
import type { Queryable } from '../store/database.ts'

export interface KeysToEnd {
  readonly workspaceId: WorkspaceId
  readonly userId: string
  /** Keys that hold no more than these stay; null: none does. */
  readonly within: ReadonlySet<Scope> | null
}

// Whoever made or rotated a key was shown it. One whose place somebody else's key took has run out: what it queued is wanted still.
const text = /* sql */ `
with recursive theirs as (
  select id from api_keys where workspace_id = $1 and made_by = 'member:' || $2
  union
  select k.id from api_keys k join theirs t on k.made_by = 'key:' || t.id where k.workspace_id = $1
), ending as (
  select k.id, k.replaced_by from api_keys k join theirs using (id)
  where k.revoked_at is null and (k.expires_at is null or k.expires_at > now()) and ($3::text[] is null or not k.scopes <@ $3)
)
update api_keys k set expires_at = now(),
  revoked_at = case when k.replaced_by is null or k.replaced_by in (select id from ending) then now() end
from ending e where k.id = e.id returning k.id`

/**
 * Ends the keys that a member made or rotated, and those that such keys made: the secret of each may still be with them. A key that
 * is to go on is rotated by somebody else first. @returns which
 */
export async function endKeysOf(tx: Queryable, { workspaceId, userId, within }: KeysToEnd): Promise<ApiKeyId[]> {
  const { rows } = await tx.query<{ id: ApiKeyId }>(text, [workspaceId, userId, within && [...within]])
  const occurredAt = Date.now()
  await appendEvents(
    tx,
    rows.map(({ id: keyId }) => ({
      ...{ workspaceId, type: 'workspace.changed' as const, occurredAt },
      data: { about: 'key', keyId, changed: ['revoked'], by: 'system:member-ended' },
    })),
  )
  return rows.map(({ id }) => id)
}
