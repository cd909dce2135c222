import { createHash, randomBytes } from 'node:crypto'
import type { Role, WorkspaceId } from '@switchboard/contract'
import { v7 as uuidv7 } from 'uuid'
import type { Queryable } from '../store/database.ts'

/** What a link does for whoever opens it: makes them a member, lets them set another password, signs them in as an owner, proves an address. */
export type LinkPurpose =
  | { readonly purpose: 'join'; readonly role: Role; readonly email: string | null }
  | { readonly purpose: 'reset'; readonly userId: string; readonly email: string }
  | { readonly purpose: 'sign-in' }
  | { readonly purpose: 'address'; readonly userId: string; readonly email: string }

export interface LinkRow {
  readonly id: string
  readonly workspaceId: WorkspaceId
  readonly workspaceName: string
  readonly purpose: LinkPurpose['purpose']
  readonly role: Role | null
  /** Of a `join`: the only address that may be given; null: any. */
  readonly email: string | null
  readonly userId: string | null
  readonly createdBy: string
  readonly createdAt: Date
  readonly expiresAt: Date
}

export interface NewLink {
  readonly workspaceId: WorkspaceId
  readonly for: LinkPurpose
  readonly createdBy: string
  readonly hours?: number
}

/** Where each leads. */
export const linkPaths = {
  join: '/welcome',
  reset: '/welcome',
  'sign-in': '/sign-in/link',
  address: '/sign-in/address',
} as const
/** Who has made a reset link that went to its mailbox and was shown to nobody: whoever follows it has proved the address. */
export const forgottenBy = 'forgotten password'
/** Who makes links by the command line: whoever runs the server. */
export const byCommand = 'cli'
const usualHours = { join: 72, reset: 2, 'sign-in': 1, address: 2 }

export interface MadeLink {
  readonly id: string
  readonly path: string
  readonly expiresAt: Date
  readonly workspaceName: string
}

/** Makes a link. The token in it is seen this once: what is stored is its hash. */
export async function createLink(
  client: Queryable,
  { workspaceId, for: what, createdBy, hours = usualHours[what.purpose] }: NewLink,
): Promise<MadeLink> {
  const token = randomBytes(24).toString('base64url')
  const id = uuidv7()
  const { rows } = await client.query<{ expiresAt: Date; workspaceName: string }>(
    `insert into one_time_links (id, sha256, workspace_id, purpose, role, email, user_id, created_by, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, now() + $9 * interval '1 hour')
     returning expires_at as "expiresAt", (select name from workspaces where id = workspace_id) as "workspaceName"`,
    [
      id,
      hashOf(token),
      workspaceId,
      what.purpose,
      what.purpose === 'join' ? what.role : null,
      'email' in what ? (what.email?.toLowerCase() ?? null) : null,
      'userId' in what ? what.userId : null,
      createdBy,
      hours,
    ],
  )
  const [row] = rows
  if (!row) throw new Error('an insert that returns gives its row')
  return { id, path: `${linkPaths[what.purpose]}?token=${token}`, ...row }
}

const columns = /* sql */ `
  l.id, l.workspace_id as "workspaceId", w.name as "workspaceName", l.purpose, l.role, l.email, l.user_id as "userId",
  l.created_by as "createdBy", l.created_at as "createdAt", l.expires_at as "expiresAt"`
const isOpen = /* sql */ `l.used_at is null and l.revoked_at is null and l.expires_at > now()`

/** Null: there is none, or it was used, revoked or has expired; which one is nobody's business. */
export async function findLink(
  client: Queryable,
  token: string,
  purposes: readonly LinkPurpose['purpose'][],
): Promise<LinkRow | null> {
  const { rows } = await client.query<LinkRow>(
    `select ${columns} from one_time_links l join workspaces w on w.id = l.workspace_id
     where l.sha256 = $1 and l.purpose = any ($2) and ${isOpen}`,
    [hashOf(token), purposes],
  )
  return rows[0] ?? null
}

/** Of those that let somebody join. Null: as `findLink`. */
export async function findLinkById(client: Queryable, id: string): Promise<LinkRow | null> {
  const { rows } = await client.query<LinkRow>(
    `select ${columns} from one_time_links l join workspaces w on w.id = l.workspace_id
     where l.id = $1 and l.purpose = 'join' and ${isOpen}`,
    [id],
  )
  return rows[0] ?? null
}

/** The newest of this workspace that is for this address alone. */
export async function findInvitationOf(
  client: Queryable,
  workspaceId: WorkspaceId,
  email: string,
): Promise<LinkRow | null> {
  const { rows } = await client.query<LinkRow>(
    `select ${columns} from one_time_links l join workspaces w on w.id = l.workspace_id
     where l.workspace_id = $1 and l.email = $2 and l.purpose = 'join' and ${isOpen} order by l.id desc limit 1`,
    [workspaceId, email],
  )
  return rows[0] ?? null
}

/** In the transaction of what it lets in to. False: somebody else was first. */
export async function useLink(client: Queryable, id: string): Promise<boolean> {
  const { rowCount } = await client.query(`update one_time_links l set used_at = now() where l.id = $1 and ${isOpen}`, [
    id,
  ])
  return rowCount === 1
}

/** Links to join that still let in, newest first. */
export async function listInvitations(client: Queryable, workspaceId: WorkspaceId): Promise<LinkRow[]> {
  const { rows } = await client.query<LinkRow>(
    `select ${columns} from one_time_links l join workspaces w on w.id = l.workspace_id
     where l.workspace_id = $1 and l.purpose = 'join' and ${isOpen} order by l.id desc limit 1000`,
    [workspaceId],
  )
  return rows
}

/** Takes back those of one maker that nobody has used. */
export async function revokeLinksBy(client: Queryable, workspaceId: WorkspaceId, createdBy: string): Promise<void> {
  await client.query(
    `update one_time_links set revoked_at = now()
     where workspace_id = $1 and created_by = $2 and used_at is null and revoked_at is null`,
    [workspaceId, createdBy],
  )
}

/** Takes back what a member made, themselves or through assistants of theirs. */
export async function revokeLinksOf(client: Queryable, workspaceId: WorkspaceId, userId: string): Promise<void> {
  await client.query(
    `update one_time_links l set revoked_at = now() where l.workspace_id = $1 and ${isOpen} and (l.created_by = 'member:' || $2
       or l.created_by in (select 'assistant:' || g.id from oauth_grants g where g.workspace_id = $1 and g.user_id = $2))`,
    [workspaceId, userId],
  )
}

/** Those that are for this person's address alone. */
export async function revokeInvitationsOf(client: Queryable, workspaceId: WorkspaceId, userId: string): Promise<void> {
  await client.query(
    `update one_time_links l set revoked_at = now() from auth."user" u
     where l.workspace_id = $1 and l.purpose = 'join' and ${isOpen} and u.id = $2 and l.email = u."email"`,
    [workspaceId, userId],
  )
}

/** Of one person, all that still set a password or another address. */
export async function revokeResets(client: Queryable, userId: string): Promise<void> {
  await client.query(
    `update one_time_links l set revoked_at = now() where l.user_id = $1 and l.purpose in ('reset', 'address') and ${isOpen}`,
    [userId],
  )
}

/** False: the workspace has no such link that still lets in. */
export async function revokeLink(client: Queryable, workspaceId: WorkspaceId, id: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `update one_time_links l set revoked_at = now() where l.workspace_id = $1 and l.id = $2 and ${isOpen}`,
    [workspaceId, id],
  )
  return rowCount === 1
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
