import type { MailOutcome } from '@switchboard/contract'
import type { MailAsked, MailLimits } from './mail-limits.ts'
import { type Letter, type Mailer, MailFailed } from './mailer.ts'

export interface MailDesk {
  /** Absent: none is configured. */
  readonly mailer?: Mailer | undefined
  /** Absent: whoever runs the server has it sent. */
  readonly mailLimits?: MailLimits | undefined
}

export interface MailedLink extends Omit<MailAsked, 'to'> {
  /** Absent: there is nobody to mail to. */
  readonly letter: Letter | undefined
}

/**
 * Sends what goes with a link that is shown anyhow: a mail that fails, or is one too many, loses nothing, and its outcome says why.
 *
 * @returns null where nothing was to be sent
 */
export async function mailLink(
  { mailer, mailLimits }: MailDesk,
  { letter, ...asked }: MailedLink,
  log: { warn(fields: object, message: string): void },
): Promise<MailOutcome | null> {
  if (!mailer || !letter) return null
  const { to } = letter
  const full = (await mailLimits?.take({ ...asked, to })) ?? null
  if (full !== null) return { to, sent: false, problem: `${full.sentence} Send the link yourself.` }
  try {
    await mailer.send(letter)
    return { to, sent: true, problem: null }
  } catch (error) {
    if (!(error instanceof MailFailed)) throw error
    log.warn({ problem: error.message }, 'a mail could not be sent')
    return { to, sent: false, problem: error.message }
  }
}
