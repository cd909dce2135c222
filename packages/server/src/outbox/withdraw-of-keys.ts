import type { WorkspaceId } from '@switchboard/contract'
import type { Queryable } from '../store/database.ts'
import { cancelMany } from './cancel-send.ts'

const most = 500

// A key that was replaced ran out because another took its place: what it queued is wanted still.
const text = /* sql */ `
select o.id, o.workspace_id from outbox o join api_keys k on k.id::text = o.requested_by->>'id' and k.workspace_id = o.workspace_id
where o.state in ('queued', 'held') and o.requested_by->>'kind' = 'key' and ($1::uuid is null or k.id = $1)
  and (k.revoked_at is not null or (k.expires_at <= now() and k.replaced_by is null))
order by o.workspace_id, o.id limit ${most}`

/**
 * Takes back what keys asked for that are revoked or have run out, as far as it has not left; each with its events. What a person
 * approved meanwhile goes too: it was asked for by somebody who may ask for nothing any more.
 * @param keyId of one key only; null: of all
 * @returns how many are done with; call again while it is above 0
 */
export async function withdrawOfKeys(tx: Queryable, keyId: string | null = null): Promise<number> {
  const { rows } = await tx.query<{ id: string; workspace_id: WorkspaceId }>(text, [keyId])
  for (const [workspaceId, sends] of Map.groupBy(rows, (row) => row.workspace_id))
    await cancelMany(tx, { workspaceId, sendIds: sends.map(({ id }) => id), by: 'system:key-revoked' })
  return rows.length
}
