import type { Caller } from '../outbox/caller.ts'
import type { Queryable } from '../store/database.ts'
import type { BroadcastRow } from './broadcast-row.ts'

/**
 * With whose permission it is sent: of who started it, as it is now. A key that was revoked, or lost its scope, sends no more; what
 * was approved needs no further yes.
 */
export async function callerOf(
  db: Queryable,
  { started_by: by, decided_by: decidedBy, created_by: creator }: BroadcastRow,
): Promise<Caller> {
  const { kind, id, name, assistant, policy } = by ?? asCaller(creator)
  const maySend = kind !== 'key' || (await keyMaySend(db, id))
  return decidedBy === null
    ? { kind, id, name, assistant, policy, maySend }
    : { kind, id, name, assistant: false, policy: 'allow', maySend }
}

async function keyMaySend(db: Queryable, id: string): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'key may send',
    text: `select from api_keys where id = $1 and revoked_at is null and (expires_at is null or expires_at > now())
      and scopes && '{messages:send,admin}' and send_policy is distinct from 'block'`,
    values: [id],
  })
  return rowCount === 1
}

/** Of a draft, which is asked about only in a dry run. */
function asCaller(creator: unknown): Omit<Caller, 'maySend'> {
  // As `callerRecord` wrote it.
  const { kind, id, name, assistant } = creator as Pick<Caller, 'kind' | 'id' | 'name' | 'assistant'>
  return { kind, id, name, assistant, policy: null }
}
