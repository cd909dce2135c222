import type { MailOutcome } from '@switchboard/contract'
import { type Letter, type Mailer, MailFailed } from './mailer.ts'

/**
 * Sends what goes with a link that is shown anyhow: a mail that fails loses nothing, and its outcome says why.
 *
 * @param mailer absent: none is configured
 * @returns null where nothing was to be sent
 */
export async function mailLink(
  mailer: Mailer | undefined,
  letter: Letter | undefined,
  log: { warn(fields: object, message: string): void },
): Promise<MailOutcome | null> {
  if (!mailer || !letter) return null
  try {
    await mailer.send(letter)
    return { to: letter.to, sent: true, problem: null }
  } catch (error) {
    if (!(error instanceof MailFailed)) throw error
    log.warn({ problem: error.message }, 'a mail could not be sent')
    return { to: letter.to, sent: false, problem: error.message }
  }
}
