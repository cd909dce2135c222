import type { WorkspaceId } from '@switchboard/contract'
import type pg from 'pg'
import { v7 as uuidv7 } from 'uuid'
import { Refusal } from '../refusal.ts'
import type { Queryable } from '../store/database.ts'
import { inTransaction } from '../store/in-transaction.ts'
import { addMember } from './members.ts'
import { findLink, type LinkRow, useLink } from './one-time-links.ts'

export interface SignedInByLink {
  readonly link: LinkRow
  /** The owner that the workspace has had for longest. */
  readonly userId: string
}

/** The address of an owner who has told none yet. Mail cannot go there: `.invalid` is nobody's (RFC 2606). */
const localOwnerEmail = (workspaceId: WorkspaceId) => `owner@${workspaceId}.invalid`

/** Whether the person gave this address: the other kind stands for none. */
export const isOwnAddress = (email: string) => !email.endsWith('.invalid')

const linkIsDead =
  'It was used already, a later start or command has replaced it, or it is older than an hour. For a fresh one, start the server again or run “switchboard open”.'

/**
 * Uses the link up, once, and says as whom it signs in. A workspace without an owner gets one now, with an account that nothing but
 * such links opens until its person sets a password.
 *
 * @throws {Refusal} not-found
 */
export async function followSignInLink(pool: pg.Pool, token: string): Promise<SignedInByLink> {
  return await inTransaction(pool, async (tx) => {
    const link = await findLink(tx, token, ['sign-in'])
    if (!link || !(await useLink(tx, link.id))) throw new Refusal('not-found', { detail: linkIsDead })
    await tx.query('select from workspaces where id = $1 for update', [link.workspaceId])
    return { link, userId: (await oldestOwner(tx, link.workspaceId)) ?? (await makeOwner(tx, link.workspaceId)) }
  })
}

async function oldestOwner(tx: Queryable, workspaceId: WorkspaceId): Promise<string | undefined> {
  const { rows } = await tx.query<{ id: string }>(
    `select user_id as id from members where workspace_id = $1 and role = 'owner' order by created_at, user_id limit 1`,
    [workspaceId],
  )
  return rows[0]?.id
}

async function makeOwner(tx: Queryable, workspaceId: WorkspaceId): Promise<string> {
  const { rows } = await tx.query<{ id: string }>(
    // It is there where its person was removed from the workspace once.
    `insert into auth."user" ("id", "name", "email", "emailVerified") values ($1, 'Owner', $2, false)
     on conflict ("email") do update set "updatedAt" = now() returning "id"`,
    [uuidv7(), localOwnerEmail(workspaceId)],
  )
  const userId = rows[0]?.id ?? ''
  await addMember(tx, { workspaceId, userId, role: 'owner' })
  return userId
}
