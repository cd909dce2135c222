import { type Role, scopesOfRole } from '@switchboard/contract'
import type { Caller } from '../outbox/caller.ts'
import type { Queryable } from '../store/database.ts'
import { reachedContacts } from '../store/queries/reached-contacts.ts'
import type { BroadcastRow } from './broadcast-row.ts'

/**
 * With whose permission it is sent: of who started it, as it is now. A key that was revoked, or lost its scope, sends no more, nor does
 * a member who was removed, or whose role may not start broadcasts any more; what was approved needs no further yes.
 */
export async function callerOf(
  db: Queryable,
  { started_by: by, decided_by: decidedBy, created_by: creator, workspace_id: workspaceId }: BroadcastRow,
): Promise<Caller> {
  const { kind, id, name, assistant, policy, reach, cap } = by ?? asCaller(creator)
  const now =
    kind === 'key'
      ? await keyNow(db, id)
      : { maySend: kind !== 'member' || (await memberMaySend(db, workspaceId, id)), reach, cap }
  return decidedBy === null
    ? { kind, id, name, assistant, policy, ...now }
    : { kind, id, name, assistant: false, policy: 'allow', ...now }
}

/**
 * Whether an assistant made it, or a key whose messages wait for a yes or are refused meanwhile, and somebody else asks now: who starts
 * it may say yes to what they have not read.
 */
export async function isMadeByAsker(
  db: Queryable,
  { created_by: creator }: Pick<BroadcastRow, 'created_by'>,
  caller: Pick<Caller, 'kind' | 'id'>,
): Promise<boolean> {
  const { kind, id, assistant } = asCaller(creator)
  if (kind === caller.kind && id === caller.id) return false
  if (assistant) return true
  if (kind !== 'key') return false
  const { rowCount } = await db.query(`select from api_keys where id = $1 and send_policy in ('approve', 'block')`, [
    id,
  ])
  return rowCount === 1
}

async function keyNow(db: Queryable, id: string): Promise<Pick<Caller, 'maySend' | 'reach' | 'cap'>> {
  const { rows } = await db.query<KeyRow>({
    name: 'key may send',
    text: `select k.accounts, ${reachedContacts} as contacts, k.daily_cap, coalesce(k.counts_as, k.id) as counts_as
      from api_keys k where k.id = $1 and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
      and k.scopes && '{messages:send,admin}' and k.send_policy is distinct from 'block'`,
    values: [id],
  })
  const [key] = rows
  if (!key) return { maySend: false }
  const { accounts, contacts, daily_cap: perDay, counts_as: countsAs } = key
  return { maySend: true, reach: { accounts, contacts }, cap: perDay === null ? undefined : { perDay, countsAs } }
}

async function memberMaySend(db: Queryable, workspaceId: string, userId: string): Promise<boolean> {
  const { rows } = await db.query<{ role: Role }>({
    name: 'member may send',
    text: 'select role from members where workspace_id = $1 and user_id = $2',
    values: [workspaceId, userId],
  })
  const [member] = rows
  const scopes = member && scopesOfRole(member.role)
  return scopes?.has('messages:send') === true && scopes.has('broadcasts:manage')
}

interface KeyRow {
  readonly accounts: readonly string[] | null
  readonly contacts: readonly string[] | null
  readonly daily_cap: number | null
  readonly counts_as: string
}

/** Of a draft, which is asked about only in a dry run. */
function asCaller(creator: unknown): Omit<Caller, 'maySend'> {
  // As `callerRecord` wrote it.
  const { kind, id, name, assistant } = creator as Pick<Caller, 'kind' | 'id' | 'name' | 'assistant'>
  return { kind, id, name, assistant, policy: null }
}
