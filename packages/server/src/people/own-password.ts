import type pg from 'pg'
import { v7 as uuidv7 } from 'uuid'
import { Refusal } from '../refusal.ts'
import { inTransaction } from '../store/in-transaction.ts'
import { requireFreshSession } from './fresh-session.ts'
import { getProfile } from './profile.ts'
import type { WelcomeDependencies } from './welcome.ts'

export interface OwnPassword {
  readonly userId: string
  /** Of who asks. */
  readonly address: string
  readonly currentPassword: string | undefined
  /** Of the session that asks. */
  readonly cookie: string | undefined
}

/**
 * Whoever sits down at somebody's open session cannot take the account: where there is a password, it is asked for, and guesses are
 * slowed down; where there is none, who came by the identity provider or a link must have done so just now.
 *
 * @throws {Refusal} invalid-request, too-many-requests, session-not-fresh
 */
export async function requireOwnPassword(
  { pool, auth, limits }: Pick<WelcomeDependencies, 'pool' | 'auth' | 'limits'>,
  { userId, address, currentPassword, cookie }: OwnPassword,
): Promise<void> {
  const { rows } = await pool.query<{ password: string | null }>(
    `select "password" from auth.account where "userId" = $1 and "providerId" = 'credential'`,
    [userId],
  )
  const hash = rows[0]?.password ?? null
  if (hash === null) return await requireFreshSession(auth, cookie)
  if (currentPassword === undefined) throw wrong('is needed: this account has a password')
  const attempt = await limits.attempt(userId, address)
  const { password: passwords } = await auth.$context
  if (!(await passwords.verify({ hash, password: currentPassword }))) throw wrong('is not the present password')
  await attempt.succeeded()
}

export interface NewPassword {
  readonly userId: string
  readonly newPassword: string
  /** The session that stays; all others end. */
  readonly sessionId: string | null
}

/** @throws {Refusal} invalid-request: too short, known, or the person's own name */
export async function setOwnPassword(
  { pool, auth, checkPassword }: Pick<WelcomeDependencies, 'pool' | 'auth' | 'checkPassword'>,
  { userId, newPassword, sessionId }: NewPassword,
): Promise<void> {
  const { email, name } = await getProfile(pool, userId)
  if (email === null)
    throw new Refusal('conflict', { detail: 'Give your e-mail address first: it is what you sign in with.' })
  checkPassword(newPassword, { email, name })
  const { password: passwords } = await auth.$context
  const hash = await passwords.hash(newPassword)
  await inTransaction(pool, async (tx: pg.ClientBase) => {
    await tx.query('select from auth."user" where id = $1 for update', [userId])
    const { rowCount } = await tx.query(
      `update auth.account set "password" = $2, "updatedAt" = now() where "userId" = $1 and "providerId" = 'credential'`,
      [userId, hash],
    )
    if (rowCount === 0)
      await tx.query(
        `insert into auth.account ("id", "accountId", "providerId", "userId", "password", "updatedAt")
         values ($1, $2, 'credential', $2, $3, now())`,
        [uuidv7(), userId, hash],
      )
    await tx.query(`delete from auth.session where "userId" = $1 and id is distinct from $2`, [userId, sessionId])
  })
}

function wrong(message: string): Refusal {
  const path = 'body.currentPassword'
  return new Refusal('invalid-request', { detail: `The current password ${message}.`, errors: [{ path, message }] })
}
