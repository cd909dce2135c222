import type { Role, WorkspaceId } from '@switchboard/contract'
import type pg from 'pg'
import { v7 as uuidv7 } from 'uuid'
import { Refusal } from '../../refusal.ts'
import type { Queryable } from '../../store/database.ts'
import { inTransaction } from '../../store/in-transaction.ts'
import { rememberAddress, wasRemoved } from '../former-addresses.ts'
import { addMember, membershipOf } from '../members.ts'
import { findInvitationOf, findLinkById, type LinkRow, useLink } from '../one-time-links.ts'
import type { Identity } from './identity-provider.ts'

export interface ArrivalRules {
  /** Whose addresses may come in; empty: everybody's whom the provider vouches for. */
  readonly domains: readonly string[]
  /** As what whoever is of these domains and new joins, and where; undefined: only who was invited joins. */
  readonly joins: { readonly role: Role; readonly workspaceId: WorkspaceId } | undefined
}

export interface Arrival {
  readonly identity: Identity
  /** Of an invitation that was opened before. */
  readonly linkId: string | null
  /** Who is signed in in this browser already. */
  readonly signedInAs: string | null
}

export interface Arrived {
  readonly userId: string
  /** What they joined by it; null: they were a member. */
  readonly joined: { readonly workspaceId: WorkspaceId; readonly linkId: string | null } | null
}

interface Vouched extends Identity {
  readonly email: string
}

/**
 * Makes a person of ours of one whom the identity provider vouches for. They are known by their subject there; the first time by
 * their address, which both sides must have proved: an account whose address nobody proved may be of somebody who waits for its owner.
 * Who is new needs an invitation, or to be of a domain that joins. All of it or nothing.
 *
 * @throws {Refusal} forbidden, not-found, conflict
 */
export function arrive(pool: pg.Pool, rules: ArrivalRules, arrival: Arrival): Promise<Arrived> {
  const identity = vouched(arrival.identity, rules)
  return inTransaction(pool, async (tx) => {
    // Two tabs of one person come one after the other.
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('single sign-on ' || $1, 0))`, [identity.email])
    const known = await findPerson(tx, identity, arrival.signedInAs)
    const joins = known === null ? rules.joins : undefined
    const link = await invitationFor(tx, identity, arrival.linkId, joins)
    if (link) {
      const userId = known ?? (await insertPerson(tx, identity))
      if (!(await useLink(tx, link.id))) throw new Refusal('not-found', { detail: linkIsDead })
      if (await membershipOf(tx, userId, link.workspaceId)) return { userId, joined: null }
      await addMember(tx, { workspaceId: link.workspaceId, userId, role: link.role ?? 'viewer' })
      return { userId, joined: { workspaceId: link.workspaceId, linkId: link.id } }
    }
    if (joins) {
      const { role, workspaceId } = joins
      if (await wasRemoved(tx, workspaceId, identity.email)) throw notLetIn(identity)
      const userId = await insertPerson(tx, identity)
      await addMember(tx, { workspaceId, userId, role })
      return { userId, joined: { workspaceId, linkId: null } }
    }
    // Who was removed does not come back by themselves.
    if (known === null || !(await membershipOf(tx, known, null))) throw notLetIn(identity)
    return { userId: known, joined: null }
  })
}

function notLetIn({ email }: Vouched): Refusal {
  return new Refusal('forbidden', {
    detail: `${email} is a member of nothing here. Ask somebody who manages the workspace to invite this address, and open the invitation.`,
  })
}

const linkIsDead = 'This invitation was used already, was taken back or is too old. Ask for another one.'

function vouched(identity: Identity, { domains }: ArrivalRules): Vouched {
  const { email, emailVerified } = identity
  if (email === null || !emailVerified)
    throw new Refusal('forbidden', {
      detail:
        'The identity provider does not say that your e-mail address is verified (email, email_verified), so it cannot be known who you are here.',
    })
  if (domains.length > 0 && !domains.includes(email.slice(email.lastIndexOf('@') + 1)))
    throw new Refusal('forbidden', { detail: `Addresses like ${email} are not let in here.` })
  return { ...identity, email }
}

const providerId = ({ issuer }: Identity) => `oidc:${issuer}`

/** Known by the subject, or connected now. Null: they are new. @throws {Refusal} conflict */
async function findPerson(tx: Queryable, identity: Vouched, signedInAs: string | null): Promise<string | null> {
  const { rows: connected } = await tx.query<{ userId: string }>(
    `select "userId" from auth.account where "providerId" = $1 and "accountId" = $2`,
    [providerId(identity), identity.subject],
  )
  if (connected[0]) {
    await rememberAddress(tx, connected[0].userId, identity.email)
    return connected[0].userId
  }
  const { rows } = await tx.query<{ id: string; proved: boolean }>(
    `select id, "emailVerified" as proved from auth."user" where "email" = $1 for update`,
    [identity.email],
  )
  const [person] = rows
  if (!person) return null
  if (!person.proved && person.id !== signedInAs)
    throw new Refusal('conflict', {
      detail: `There is an account of ${identity.email} here whose address was never proved. Sign in to it with its password, then come here again: that connects the two.`,
    })
  await refuseSecondSubject(tx, identity, person.id)
  await connect(tx, identity, person.id)
  return person.id
}

/** An account is one person's at the provider. An address that went to somebody else there does not take the account with it. */
async function refuseSecondSubject(tx: Queryable, identity: Vouched, userId: string): Promise<void> {
  const { rowCount } = await tx.query(`select from auth.account where "providerId" = $1 and "userId" = $2`, [
    providerId(identity),
    userId,
  ])
  if (rowCount !== 0)
    throw new Refusal('conflict', {
      detail: `The account of ${identity.email} here is connected with somebody else at the identity provider. If it is yours, sign in with its password, or ask somebody who manages the workspace for a link that sets one.`,
    })
}

/**
 * The one that was opened; or, for whom the domain brings in, the newest of that workspace for this address: it says what else they
 * become there. Of any other workspace none is used unopened, or its owner could divert whoever is new.
 */
async function invitationFor(
  tx: Queryable,
  { email }: Vouched,
  linkId: string | null,
  joins: ArrivalRules['joins'],
): Promise<LinkRow | null> {
  if (linkId === null) return joins ? await findInvitationOf(tx, joins.workspaceId, email) : null
  const link = await findLinkById(tx, linkId)
  if (!link) throw new Refusal('not-found', { detail: linkIsDead })
  if (link.email !== null && link.email !== email)
    throw new Refusal('forbidden', {
      detail: `This invitation is for another address than ${email}, as whom you are signed in at the identity provider.`,
    })
  return link
}

async function insertPerson(tx: Queryable, identity: Vouched): Promise<string> {
  const userId = uuidv7()
  await tx.query(`insert into auth."user" ("id", "name", "email", "emailVerified") values ($1, $2, $3, true)`, [
    userId,
    (identity.name ?? identity.email).slice(0, 100),
    identity.email,
  ])
  await connect(tx, identity, userId)
  return userId
}

async function connect(tx: Queryable, identity: Vouched, userId: string): Promise<void> {
  await tx.query(
    `insert into auth.account ("id", "accountId", "providerId", "userId", "updatedAt") values ($1, $2, $3, $4, now())`,
    [uuidv7(), identity.subject, providerId(identity), userId],
  )
  await tx.query(`update auth."user" set "emailVerified" = true, "updatedAt" = now() where id = $1`, [userId])
}
