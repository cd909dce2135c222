import { type Role, scopesOfRole, type WorkspaceId } from '@switchboard/contract'
import type pg from 'pg'
import { Refusal } from '../refusal.ts'
import type { Queryable } from '../store/database.ts'
import { inTransaction } from '../store/in-transaction.ts'
import { lockMembers } from '../store/locks.ts'

export interface MemberRow {
  readonly id: string
  readonly workspaceId: WorkspaceId
  readonly email: string
  readonly name: string
  readonly role: Role
  /** Whether signing in asks for a code beside the password. */
  readonly secondFactor: boolean
  readonly createdAt: Date
  readonly lastSeenAt: Date | null
}

const columns = /* sql */ `
  m.user_id as id, m.workspace_id as "workspaceId", u.email, u.name, m.role, m.created_at as "createdAt",
  coalesce(u."twoFactorEnabled", false) as "secondFactor",
  (select max(s."updatedAt") from auth.session s where s."userId" = u.id) as "lastSeenAt"`

/** Most first, by role and then by name. */
export async function listMembers(pool: Queryable, workspaceId: WorkspaceId): Promise<MemberRow[]> {
  const { rows } = await pool.query<MemberRow>(
    `select ${columns} from members m join auth."user" u on u.id = m.user_id where m.workspace_id = $1
     order by array_position('{owner,admin,agent,viewer}', m.role), lower(u.name), u.id limit 1000`,
    [workspaceId],
  )
  return rows
}

export interface Membership {
  readonly workspaceId: WorkspaceId
  readonly role: Role
}

/** Of one person: in the workspace that is asked for, else in that of the session, else in the one that they joined first; null: in none. */
export async function membershipOf(
  pool: Queryable,
  userId: string,
  workspaceId: string | null,
  sessionId: string | null = null,
): Promise<Membership | null> {
  const { rows } = await pool.query<Membership>({
    name: 'membership of a session',
    text: `select m.workspace_id as "workspaceId", m.role from members m left join auth."session" s on s.id = $3
      where m.user_id = $1 and ($2::uuid is null or m.workspace_id = $2)
      order by (m.workspace_id = s.workspace_id) is true desc, m.created_at, m.workspace_id limit 1`,
    values: [userId, workspaceId, sessionId],
  })
  return rows[0] ?? null
}

/**
 * Before one workspace lets set somebody's password: the account is one for all workspaces, and its password lets into each of them.
 *
 * @throws {Refusal} forbidden: they are a member of another one too
 */
export async function requireNowhereElse(client: Queryable, workspaceId: WorkspaceId, userId: string): Promise<void> {
  const { rowCount } = await client.query('select from members where user_id = $1 and workspace_id <> $2 limit 1', [
    userId,
    workspaceId,
  ])
  if (rowCount !== 0)
    throw new Refusal('forbidden', {
      detail:
        'They are a member of another workspace too. Whoever runs the server makes the link: switchboard user reset',
    })
}

export async function addMember(
  client: Queryable,
  { workspaceId, userId, role }: { readonly workspaceId: WorkspaceId; readonly userId: string; readonly role: Role },
): Promise<void> {
  await client.query('insert into members (workspace_id, user_id, role) values ($1, $2, $3)', [
    workspaceId,
    userId,
    role,
  ])
  await client.query('delete from removed_members where workspace_id = $1 and user_id = $2', [workspaceId, userId])
}

export interface MemberChange {
  readonly workspaceId: WorkspaceId
  readonly userId: string
  /** null: they are a member no more. */
  readonly role: Role | null
  /** Only an owner makes owners and changes them. A person may what they are at that moment; a program (null) what its request began with. */
  readonly by: { readonly userId: string | null; readonly isOwner: boolean }
  /** In the same transaction, once they are what they become: deals with what acts in their name. */
  readonly endActing: (tx: Queryable, ending: Ending) => Promise<void>
}

/** Somebody who may less than before. */
export type Ending = Pick<MemberChange, 'workspaceId' | 'userId' | 'role'>

/**
 * Under a lock, so that of two owners who remove each other one stays. Who is a member of nothing any more is signed out.
 *
 * @throws {Refusal} not-found, forbidden, last-owner
 */
export function changeMember(pool: pg.Pool, change: MemberChange): Promise<void> {
  const { workspaceId, userId, role, by, endActing } = change
  return inTransaction(pool, async (tx) => {
    await lockMembers(tx, workspaceId, 'alone')
    const { rows } = await tx.query<{ user_id: string; role: Role }>(
      'select user_id, role from members where workspace_id = $1 order by user_id for update',
      [workspaceId],
    )
    const member = rows.find((row) => row.user_id === userId)
    if (!member) throw new Refusal('not-found', { detail: 'The workspace has no such member.' })
    const self = rows.find((row) => row.user_id === by.userId)
    if (by.userId !== null && !(self && scopesOfRole(self.role).has('members:manage')))
      throw new Refusal('forbidden', { detail: 'What you may was changed a moment ago: you manage members no more.' })
    const byOwner = self ? self.role === 'owner' : by.isOwner
    if (!byOwner && (member.role === 'owner' || role === 'owner'))
      throw new Refusal('forbidden', { detail: 'Only an owner makes somebody an owner, or changes what one is.' })
    const owners = rows.filter((row) => row.role === 'owner')
    if (member.role === 'owner' && role !== 'owner' && owners.length === 1)
      throw new Refusal('last-owner', {
        detail: 'This is the only owner. Make somebody else an owner first, so that the workspace keeps one.',
      })
    if (role === null) {
      await tx.query('delete from members where workspace_id = $1 and user_id = $2', [workspaceId, userId])
      await tx.query('insert into removed_members (workspace_id, user_id) values ($1, $2)', [workspaceId, userId])
      await tx.query(
        `delete from auth.session where "userId" = $1 and not exists (select from members where user_id = $1)`,
        [userId],
      )
    } else {
      await tx.query('update members set role = $3 where workspace_id = $1 and user_id = $2', [
        workspaceId,
        userId,
        role,
      ])
    }
    if (role !== member.role) await endActing(tx, { workspaceId, userId, role })
  })
}

/** For somebody whose device is lost: from now on the password alone lets them in. They are signed out. */
export function dropSecondFactors(pool: pg.Pool, userId: string): Promise<void> {
  return inTransaction(pool, async (tx) => {
    await tx.query(`delete from auth."twoFactor" where "userId" = $1`, [userId])
    await tx.query(`delete from auth.passkey where "userId" = $1`, [userId])
    await tx.query(`update auth."user" set "twoFactorEnabled" = false, "updatedAt" = now() where id = $1`, [userId])
    await tx.query(`delete from auth.session where "userId" = $1`, [userId])
  })
}
