import type pg from 'pg'
import { v7 as uuidv7 } from 'uuid'
import type { SignInLimits } from '../access/sign-in-limits.ts'
import { Refusal } from '../refusal.ts'
import type { Queryable } from '../store/database.ts'
import { inTransaction } from '../store/in-transaction.ts'
import type { Auth } from './create-auth.ts'
import { addMember, requireNowhereElse } from './members.ts'
import { endGrantsOf } from './oauth/grants.ts'
import { byCommand, findLink, forgottenBy, type LinkRow, revokeResets, useLink } from './one-time-links.ts'
import type { PasswordRules } from './passwords.ts'

export interface WelcomeDependencies {
  readonly pool: pg.Pool
  readonly auth: Auth
  readonly limits: SignInLimits
  readonly checkPassword: PasswordRules
}

export interface Welcomed {
  readonly token: string
  readonly name: string
  readonly email: string
  readonly password: string
  /** Of who asks. */
  readonly address: string
}

export interface Arrived {
  readonly link: LinkRow
  readonly userId: string
  readonly email: string
}

interface Person {
  readonly id: string
  readonly name: string
  readonly password: string | null
}

const linkIsDead = 'This link was used already, was taken back or is too old. Ask for another one.'

/** @throws {Refusal} not-found */
export async function openLink(pool: Queryable, token: string): Promise<LinkRow> {
  const link = await findLink(pool, token, ['join', 'reset'])
  if (!link) throw new Refusal('not-found', { detail: linkIsDead })
  return link
}

/**
 * Does what a link is for. Whoever has an account already proves with its password that it is theirs, and becomes a member of one
 * more workspace; everybody else gets an account. All of it or nothing, and once.
 *
 * @throws {Refusal} not-found, invalid-request, unauthenticated, conflict, too-many-requests
 */
export async function followLink(dependencies: WelcomeDependencies, asked: Welcomed): Promise<Arrived> {
  const { pool } = dependencies
  const link = await openLink(pool, asked.token)
  return link.purpose === 'reset' ? await setPassword(dependencies, link, asked) : await join(dependencies, link, asked)
}

async function join(dependencies: WelcomeDependencies, link: LinkRow, asked: Welcomed): Promise<Arrived> {
  const { pool, auth, limits, checkPassword } = dependencies
  const email = (link.email ?? asked.email).trim().toLowerCase()
  if (!/^[^\s@]+@[^\s@]+$/.test(email) || email.length > 254)
    throw new Refusal('invalid-request', { detail: 'That is not an e-mail address.' })
  const { password: passwords } = await auth.$context
  const existing = await findPerson(pool, email)
  if (existing) {
    const attempt = await limits.attempt(email, asked.address)
    const isTheirs =
      existing.password !== null && (await passwords.verify({ hash: existing.password, password: asked.password }))
    if (!isTheirs)
      throw new Refusal('unauthenticated', {
        detail: 'There is an account of this address already. Join with its password.',
      })
    await attempt.succeeded()
  } else checkPassword(asked.password, { email, name: asked.name })
  const hash = existing ? null : await passwords.hash(asked.password)
  const name = asked.name.trim() || email
  return await inTransaction(pool, async (tx) => {
    if (!(await useLink(tx, link.id))) throw new Refusal('not-found', { detail: linkIsDead })
    const userId = existing?.id ?? (await insertPerson(tx, { email, name, hash: hash ?? '' }))
    const { rowCount } = await tx.query('select from members where workspace_id = $1 and user_id = $2', [
      link.workspaceId,
      userId,
    ])
    if (rowCount === 1) throw new Refusal('conflict', { detail: 'You are a member of this workspace already.' })
    await addMember(tx, { workspaceId: link.workspaceId, userId, role: link.role ?? 'viewer' })
    return { link, userId, email }
  })
}

async function setPassword(dependencies: WelcomeDependencies, link: LinkRow, asked: Welcomed): Promise<Arrived> {
  const { pool, auth, checkPassword } = dependencies
  const email = link.email ?? ''
  checkPassword(asked.password, { email, name: '' })
  const { password: passwords } = await auth.$context
  const hash = await passwords.hash(asked.password)
  return await inTransaction(pool, async (tx) => {
    if (!(await useLink(tx, link.id))) throw new Refusal('not-found', { detail: linkIsDead })
    const userId = link.userId ?? ''
    // They may have joined another since the link was made.
    if (![forgottenBy, byCommand].includes(link.createdBy)) await requireNowhereElse(tx, link.workspaceId, userId)
    const { rowCount } = await tx.query(
      `update auth.account set "password" = $2, "updatedAt" = now() where "userId" = $1 and "providerId" = 'credential'`,
      [userId, hash],
    )
    if (rowCount === 0) await insertCredential(tx, userId, hash)
    if (link.createdBy === forgottenBy && (await verifyAddress(tx, userId, email))) await dropOtherWaysIn(tx, userId)
    await revokeResets(tx, userId)
    // Whoever knew the former password is signed out everywhere.
    await tx.query(`delete from auth.session where "userId" = $1`, [userId])
    return { link, userId, email }
  })
}

async function findPerson(client: Queryable, email: string): Promise<Person | null> {
  const { rows } = await client.query<Person>(
    `select u.id, u.name, a."password" from auth."user" u
     left join auth.account a on a."userId" = u.id and a."providerId" = 'credential' where u.email = $1`,
    [email],
  )
  return rows[0] ?? null
}

interface NewPerson {
  readonly email: string
  readonly name: string
  readonly hash: string
}

/** Its address is proved by nothing yet: whoever made the link has seen it too, wherever it was sent. */
async function insertPerson(tx: Queryable, { email, name, hash }: NewPerson): Promise<string> {
  const id = uuidv7()
  const { rowCount } = await tx.query(
    `insert into auth."user" ("id", "name", "email", "emailVerified") values ($1, $2, $3, false) on conflict ("email") do nothing`,
    [id, name.slice(0, 100), email],
  )
  if (rowCount === 0)
    throw new Refusal('conflict', { detail: 'An account of this address was made just now. Try again.' })
  await insertCredential(tx, id, hash)
  return id
}

/** False: it was proved before, or is another one by now. */
async function verifyAddress(tx: Queryable, userId: string, email: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update auth."user" set "emailVerified" = true, "updatedAt" = now() where id = $1 and "email" = $2 and not "emailVerified"`,
    [userId, email],
  )
  return rowCount === 1
}

/**
 * Somebody else may have made the account for this address and waited for its owner: what they left in it lets nobody in any more.
 * Codes of an app stay. They let nobody in, and a mailbox alone takes away no second factor.
 */
async function dropOtherWaysIn(tx: Queryable, userId: string): Promise<void> {
  await tx.query(`delete from auth.account where "userId" = $1 and "providerId" <> 'credential'`, [userId])
  await tx.query('delete from auth.passkey where "userId" = $1', [userId])
  await endGrantsOf(tx, userId, 'system:address-proved')
}

async function insertCredential(tx: Queryable, userId: string, hash: string): Promise<void> {
  await tx.query(
    `insert into auth.account ("id", "accountId", "providerId", "userId", "password", "updatedAt")
     values ($1, $2, 'credential', $2, $3, now())`,
    [uuidv7(), userId, hash],
  )
}
