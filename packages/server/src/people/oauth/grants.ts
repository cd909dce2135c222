import {
  type AccountId,
  type ContactId,
  type Role,
  Scope,
  type SendPolicy,
  type WorkspaceId,
} from '@switchboard/contract'
import type pg from 'pg'
import { v7 as uuidv7 } from 'uuid'
import type { Queryable } from '../../store/database.ts'
import { inTransaction } from '../../store/in-transaction.ts'

/** What a person lets a client do. */
export interface GrantTerms {
  readonly workspaceId: WorkspaceId
  readonly userId: string
  readonly clientId: string
  readonly clientName: string
  readonly redirectHost: string
  readonly scopes: readonly Scope[]
  /** null: all of the workspace's. */
  readonly accounts: readonly AccountId[] | null
  readonly contacts: readonly ContactId[] | null
  readonly sendPolicy: SendPolicy
  /** Messages a day (UTC); null: no cap. */
  readonly dailyCap: number | null
}

export interface GrantRow extends GrantTerms {
  readonly id: string
  readonly memberName: string
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
  readonly revokedAt: Date | null
}

const columns = /* sql */ `
  g.id, g.workspace_id as "workspaceId", g.user_id as "userId", g.client_id as "clientId", g.client_name as "clientName",
  g.redirect_host as "redirectHost", g.scopes, g.accounts, g.contacts, g.send_policy as "sendPolicy", g.daily_cap as "dailyCap",
  g.created_at as "createdAt", g.last_used_at as "lastUsedAt", g.revoked_at as "revokedAt",
  coalesce(nullif(u."name", ''), u."email") as "memberName"`
const from = /* sql */ `oauth_grants g join auth."user" u on u."id" = g.user_id`

/** In the place of what the person allowed the client before: it stays the same assistant, with its sessions and its count. */
export async function allowClient(pool: pg.Pool, terms: GrantTerms): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    `insert into oauth_grants (id, workspace_id, user_id, client_id, client_name, redirect_host, scopes, accounts, contacts,
       send_policy, daily_cap, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, date_trunc('second', now()))
     on conflict (user_id, client_id) where revoked_at is null do update set workspace_id = excluded.workspace_id,
       client_name = excluded.client_name, redirect_host = excluded.redirect_host, scopes = excluded.scopes,
       accounts = excluded.accounts, contacts = excluded.contacts, send_policy = excluded.send_policy,
       daily_cap = excluded.daily_cap, created_at = excluded.created_at
     returning id`,
    [
      uuidv7(),
      terms.workspaceId,
      terms.userId,
      terms.clientId,
      terms.clientName,
      terms.redirectHost,
      terms.scopes,
      terms.accounts,
      terms.contacts,
      terms.sendPolicy,
      terms.dailyCap,
    ],
  )
  return rows[0]?.id ?? ''
}

/** Newest first, ended ones too. `userId`: only this person's. */
export async function listGrants(
  pool: Queryable,
  { workspaceId, userId }: { readonly workspaceId: WorkspaceId; readonly userId: string | null },
): Promise<GrantRow[]> {
  const { rows } = await pool.query<GrantRow>(
    `select ${columns} from ${from} where g.workspace_id = $1 and ($2::text is null or g.user_id = $2)
     order by g.id desc limit 1000`,
    [workspaceId, userId],
  )
  return rows
}

export interface LiveGrant extends GrantRow {
  /** What the person is at the moment. */
  readonly role: Role
}

/** Null: it was never given, was taken back, or the person is no member any more. */
export async function findLiveGrant(
  pool: Queryable,
  { userId, clientId }: { readonly userId: string; readonly clientId: string },
): Promise<LiveGrant | null> {
  const { rows } = await pool.query<LiveGrant>({
    name: 'live grant of an assistant',
    text: `select ${columns}, m.role from ${from} join members m on m.workspace_id = g.workspace_id and m.user_id = g.user_id
        -- Who was removed and came back lets them in anew.
        and date_trunc('second', m.created_at) <= g.created_at
      where g.user_id = $1 and g.client_id = $2 and g.revoked_at is null`,
    values: [userId, clientId],
  })
  const [row] = rows
  // A scope that this version does not know gives nothing.
  return row ? { ...row, scopes: row.scopes.flatMap((scope) => Scope.safeParse(scope).data ?? []) } : null
}

export interface Revocation {
  readonly workspaceId: WorkspaceId
  readonly id: string
  /** Only if it is this person's; null: anybody's. */
  readonly userId: string | null
  /** `kind:id` */
  readonly by: string
}

/** Ends a grant with its tokens and the memory of its consent. Twice keeps the first time. Null: there is no such grant. */
export function revokeGrant(pool: pg.Pool, { workspaceId, id, userId, by }: Revocation): Promise<GrantRow | null> {
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ user_id: string; client_id: string }>(
      `update oauth_grants set revoked_by = case when revoked_at is null then $4 else revoked_by end,
         revoked_at = coalesce(revoked_at, now())
       where workspace_id = $1 and id = $2 and ($3::text is null or user_id = $3) returning user_id, client_id`,
      [workspaceId, id, userId, by],
    )
    const [row] = rows
    if (!row) return null
    const { rows: live } = await tx.query(
      'select from oauth_grants where user_id = $1 and client_id = $2 and revoked_at is null',
      [row.user_id, row.client_id],
    )
    // A later grant of the same client goes on.
    if (live.length === 0) await forgetTokens(tx, row.user_id, row.client_id)
    const { rows: ended } = await tx.query<GrantRow>(`select ${columns} from ${from} where g.id = $1`, [id])
    return ended[0] ?? null
  })
}

/** Ends all that a person allowed, in every workspace, with their tokens. */
export async function endGrantsOf(tx: Queryable, userId: string, by: string): Promise<void> {
  await tx.query(
    'update oauth_grants set revoked_at = now(), revoked_by = $2 where user_id = $1 and revoked_at is null',
    [userId, by],
  )
  for (const table of tokenTables) await tx.query(`delete from auth."${table}" where "userId" = $1`, [userId])
}

/** Ends what a member allowed in this workspace, with its tokens. */
export async function endGrantsIn(tx: Queryable, workspaceId: WorkspaceId, userId: string, by: string): Promise<void> {
  const { rows } = await tx.query<{ client_id: string }>(
    `update oauth_grants set revoked_at = now(), revoked_by = $3
     where workspace_id = $1 and user_id = $2 and revoked_at is null returning client_id`,
    [workspaceId, userId, by],
  )
  // A person and a client have one grant at a time, so no other one goes with its tokens.
  for (const { client_id: clientId } of rows) await forgetTokens(tx, userId, clientId)
}

const tokenTables = ['oauthAccessToken', 'oauthRefreshToken', 'oauthConsent'] as const

/** What better-auth keeps of a person and a client: without it the next request asks the person again. */
export async function forgetTokens(client: Queryable, userId: string, clientId: string): Promise<void> {
  for (const table of tokenTables)
    await client.query(`delete from auth."${table}" where "userId" = $1 and "clientId" = $2`, [userId, clientId])
}

export async function touchGrant(client: Queryable, id: string): Promise<void> {
  await client.query(
    `update oauth_grants set last_used_at = now()
     where id = $1 and (last_used_at is null or last_used_at < now() - interval '1 minute')`,
    [id],
  )
}
