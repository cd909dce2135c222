import { rolesWith, type WorkspaceId } from '@switchboard/contract'
import type { Queryable } from '../store/database.ts'
import { cancelMany } from './cancel-send.ts'

const most = 500

/*
 * Programs that have ended: keys that were revoked or have run out, and assistants that were taken back, or whose person is no member
 * any more or may not send. A key that was replaced ran out because another took its place: what it queued is wanted still.
 */
const text = /* sql */ `
select o.id, o.workspace_id, ended.by from outbox o cross join lateral (
  select 'system:key-revoked' as by from api_keys k
  where o.requested_by->>'kind' = 'key' and k.id::text = o.requested_by->>'id' and k.workspace_id = o.workspace_id
    and (k.revoked_at is not null or (k.expires_at <= now() and k.replaced_by is null))
  union all
  select 'system:assistant-ended' from oauth_grants g
  where o.requested_by->>'kind' = 'assistant' and g.id::text = o.requested_by->>'id' and g.workspace_id = o.workspace_id
    and (g.revoked_at is not null or not exists (select from members m
      where m.workspace_id = g.workspace_id and m.user_id = g.user_id and m.role = any ($2)))
) ended
where o.state in ('queued', 'held') and o.requested_by->>'kind' in ('key', 'assistant')
  and ($1::uuid is null or o.workspace_id = $1) and ($3::uuid is null or o.requested_by->>'id' = $3::text)
order by o.workspace_id, o.id limit ${most}`

export interface Withdrawal {
  /** Absent: of every workspace. */
  readonly workspaceId?: WorkspaceId
  /** Of this key or assistant only. */
  readonly programId?: string
}

/**
 * Takes back what programs asked for that have ended, as far as it has not left; each with its events. What a person approved
 * meanwhile goes too: it was asked for by somebody who may ask for nothing any more.
 * @param tx of the system: who is a member of what is seen by no route
 * @returns how many are done with; call again while it is above 0
 */
export async function withdrawSends(tx: Queryable, { workspaceId, programId }: Withdrawal = {}): Promise<number> {
  const { rows } = await tx.query<{ id: string; workspace_id: WorkspaceId; by: string }>(text, [
    workspaceId ?? null,
    rolesWith('messages:send'),
    programId ?? null,
  ])
  const groups = Map.groupBy(rows, (row) => `${row.workspace_id} ${row.by}`)
  for (const [first, ...others] of groups.values()) {
    if (!first) continue
    const sendIds = [first, ...others].map(({ id }) => id)
    await cancelMany(tx, { workspaceId: first.workspace_id, sendIds, by: first.by })
  }
  return rows.length
}
