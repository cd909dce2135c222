import type { Role, WorkspaceId } from '@switchboard/contract'
import type pg from 'pg'
import { Refusal } from '../refusal.ts'
import type { Queryable } from '../store/database.ts'
import { inTransaction } from '../store/in-transaction.ts'
import { isOwnAddress } from './follow-sign-in-link.ts'
import { rememberAddress } from './former-addresses.ts'
import { revokeResets } from './one-time-links.ts'

export interface ProfileRow {
  readonly id: string
  readonly name: string
  /** Null: none was given yet. */
  readonly email: string | null
  readonly hasPassword: boolean
  readonly secondFactor: boolean
  /** Theirs once they have followed the link that was mailed to it. */
  readonly newEmail: string | null
  readonly workspaces: { readonly id: WorkspaceId; readonly name: string; readonly role: Role }[]
}

/** @throws {Refusal} not-found: the account is gone */
export async function getProfile(pool: Queryable, userId: string): Promise<ProfileRow> {
  const { rows } = await pool.query<ProfileRow & { readonly email: string }>(
    `select u.id, u.name, u.email, coalesce(u."twoFactorEnabled", false) as "secondFactor",
       (select l.email from one_time_links l where l.user_id = u.id and l.purpose = 'address' and l.used_at is null
          and l.revoked_at is null and l.expires_at > now() order by l.id desc limit 1) as "newEmail",
       exists (select from auth.account a where a."userId" = u.id and a."providerId" = 'credential' and a."password" is not null) as "hasPassword",
       (select coalesce(json_agg(json_build_object('id', w.id, 'name', w.name, 'role', m.role) order by m.created_at, w.id), '[]')
        from members m join workspaces w on w.id = m.workspace_id where m.user_id = u.id) as workspaces
     from auth."user" u where u.id = $1`,
    [userId],
  )
  const [row] = rows
  if (!row) throw new Refusal('not-found', { detail: 'This account is gone.' })
  return { ...row, email: isOwnAddress(row.email) ? row.email : null }
}

export interface ProfileChange {
  readonly name?: string | undefined
  readonly email?: string | undefined
}

/**
 * With the address go the links that set a password: they were mailed to the former one. Which it was is remembered, by its hash.
 *
 * @throws {Refusal} conflict: somebody else has that address
 */
export function changeProfile(pool: pg.Pool, userId: string, change: ProfileChange): Promise<void> {
  return inTransaction(pool, (tx) => changeProfileIn(tx, userId, change))
}

/** @throws {Refusal} as above */
export async function changeProfileIn(tx: Queryable, userId: string, { name, email }: ProfileChange): Promise<void> {
  const address = email?.trim().toLowerCase()
  if (address !== undefined) {
    const { email: former } = await getProfile(tx, userId)
    if (former !== null) await rememberAddress(tx, userId, former)
  }
  await updatePerson(tx, userId, { name, email: address })
  if (address !== undefined) await revokeResets(tx, userId)
}

async function updatePerson(tx: Queryable, userId: string, { name, email }: ProfileChange): Promise<void> {
  const { rowCount } = await tx.query(
    `update auth."user" u set "name" = coalesce($2, u."name"), "email" = coalesce($3, u."email"),
       "emailVerified" = u."emailVerified" and ($3::text is null or $3 = u."email"), "updatedAt" = now()
     where u.id = $1 and not exists (select from auth."user" o where o."email" = $3 and o.id <> $1)`,
    [userId, name ?? null, email ?? null],
  )
  if (rowCount === 0) throw new Refusal('conflict', { detail: 'Somebody else has an account of this address.' })
}
