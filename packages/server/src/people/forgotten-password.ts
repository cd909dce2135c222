import type { WorkspaceId } from '@switchboard/contract'
import type pg from 'pg'
import { inTransaction } from '../store/in-transaction.ts'
import { isOwnAddress } from './follow-sign-in-link.ts'
import { resetLetter } from './mail/letters.ts'
import type { Mailer } from './mail/mailer.ts'
import { createLink, forgottenBy, type MadeLink } from './one-time-links.ts'

/** To one mailbox in an hour, whoever asks: nobody's is filled by strangers. */
const mostAnHour = 3
const hours = 0.5

export interface ForgottenPassword {
  readonly pool: pg.Pool
  readonly mailer: Mailer
  /** Where links lead: what is configured, never what a request names. */
  readonly origin: string
}

/**
 * Mails a link for a new password to this address, where it is a member's. What comes of it is nothing that whoever asked may learn,
 * so they are answered before this ends.
 *
 * @returns the link that went out; null: there was nobody to send one to, or enough have gone
 * @throws {MailFailed}
 */
export async function mailForgotten(
  { pool, mailer, origin }: ForgottenPassword,
  typed: string,
): Promise<MadeLink | null> {
  const email = typed.trim().toLowerCase()
  if (!isOwnAddress(email)) return null
  const link = await makeLink(pool, email)
  if (!link) return null
  await mailer.send(resetLetter({ to: email, url: origin + link.path, expiresAt: link.expiresAt }))
  return link
}

function makeLink(pool: pg.Pool, email: string): Promise<MadeLink | null> {
  return inTransaction(pool, async (tx) => {
    // Held, so that of many who ask at once three get one.
    const { rows } = await tx.query<{ id: string }>(`select id from auth."user" where "email" = $1 for update`, [email])
    const userId = rows[0]?.id
    if (userId === undefined) return null
    const { rows: places } = await tx.query<{ workspaceId: WorkspaceId }>(
      `select m.workspace_id as "workspaceId" from members m where m.user_id = $1 and $2 > (
         select count(*) from one_time_links l
         where l.user_id = $1 and l.created_by = $3 and l.created_at > now() - interval '1 hour')
       order by m.created_at, m.workspace_id limit 1`,
      [userId, mostAnHour, forgottenBy],
    )
    const [place] = places
    if (!place) return null
    return await createLink(tx, {
      workspaceId: place.workspaceId,
      for: { purpose: 'reset', userId, email },
      ...{ createdBy: forgottenBy, hours },
    })
  })
}
