import type { WorkspaceId } from '@switchboard/contract'
import type pg from 'pg'
import { Refusal } from '../refusal.ts'
import { inTransaction } from '../store/in-transaction.ts'
import { addressLetter, formerAddressLetter } from './mail/letters.ts'
import type { MailLimits } from './mail/mail-limits.ts'
import { type Mailer, MailFailed } from './mail/mailer.ts'
import { createLink, findLink, type LinkRow, revokeResets, useLink } from './one-time-links.ts'
import { changeProfileIn, getProfile } from './profile.ts'

export interface AddressDesk {
  readonly pool: pg.Pool
  readonly mailer: Mailer
  readonly mailLimits: MailLimits
  /** Where links lead: what is configured, never what a request names. */
  readonly origin: string
}

export interface WantedAddress {
  readonly workspaceId: WorkspaceId
  readonly userId: string
  readonly email: string
}

/**
 * Mails a link to the address that somebody wants to have; it stays with the one that they have until they follow it.
 *
 * @throws {Refusal} conflict: somebody else has that address; too-many-requests; unavailable: the mail did not go
 */
export async function mailNewAddress(
  { pool, mailer, mailLimits, origin }: AddressDesk,
  { workspaceId, userId, email: typed }: WantedAddress,
): Promise<void> {
  const email = typed.trim().toLowerCase()
  const full = await mailLimits.take({ to: email, workspaceId, by: `member:${userId}` })
  if (full !== null)
    throw new Refusal('too-many-requests', { detail: full.sentence, headers: { 'retry-after': String(full.seconds) } })
  await inTransaction(pool, async (tx) => {
    const { rowCount } = await tx.query('select from auth."user" where "email" = $1 and id <> $2', [email, userId])
    if (rowCount !== 0) throw new Refusal('conflict', { detail: 'Somebody else has an account of this address.' })
    await revokeResets(tx, userId)
    const wanted = { purpose: 'address', userId, email } as const
    const link = await createLink(tx, { workspaceId, for: wanted, createdBy: `member:${userId}` })
    const { name } = await getProfile(tx, userId)
    // What does not go leaves no link behind.
    await mailer.send(addressLetter({ to: email, url: origin + link.path, expiresAt: link.expiresAt, name }))
  }).catch((error: unknown) => {
    throw error instanceof MailFailed ? new Refusal('unavailable', { detail: error.message, cause: error }) : error
  })
}

/** @throws {Refusal} not-found */
export async function openAddressLink(pool: pg.Pool, token: string): Promise<LinkRow> {
  const link = await findLink(pool, token, ['address'])
  if (link) return link
  throw new Refusal('not-found', {
    detail:
      'It was used already, was replaced by a later one, or is older than two hours. Ask for another one in your settings.',
  })
}

/**
 * Only who asked for it may follow it, signed in: else somebody could have another person prove an address for an account that is
 * not theirs. From then on the address is proved.
 *
 * @returns the address that they had; null: none
 * @throws {Refusal} not-found; forbidden: signed in as nobody, or as somebody else; conflict: the address went to another account
 */
export async function takeNewAddress(pool: pg.Pool, token: string, signedInAs: string | null): Promise<string | null> {
  const link = await openAddressLink(pool, token)
  if (signedInAs === null || link.userId !== signedInAs)
    throw new Refusal('forbidden', { detail: 'Sign in as who asked for it, in this browser, and open the link again.' })
  return await inTransaction(pool, async (tx) => {
    if (!(await useLink(tx, link.id))) throw new Refusal('not-found', { detail: 'It was used a moment ago.' })
    const { email: former } = await getProfile(tx, signedInAs)
    await changeProfileIn(tx, signedInAs, { email: link.email ?? '' })
    await tx.query('update auth."user" set "emailVerified" = true where id = $1', [signedInAs])
    return former
  })
}

/** Who had an address is told that it is not the account's any more: it may have been somebody else who changed it. */
export async function tellFormerAddress(mailer: Mailer, former: string, email: string): Promise<void> {
  await mailer.send(formerAddressLetter({ to: former, email }))
}
