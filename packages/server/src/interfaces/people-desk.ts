import type { AuditWriter } from '../access/audit.ts'
import type { MailLimits } from '../people/mail/mail-limits.ts'
import type { Mailer } from '../people/mail/mailer.ts'
import type { SingleSignOn } from '../people/single-sign-on/single-sign-on.ts'
import type { WelcomeDependencies } from '../people/welcome.ts'

/** What the addresses about people have in common. */
export interface PeopleDesk extends WelcomeDependencies {
  /** Why nobody can sign in here, as a sentence; absent: everybody can. */
  readonly locked?: string | undefined
  readonly audit: AuditWriter
  /** Where the world reaches this server; absent: as whoever asks does. */
  readonly publicBaseUrl?: string | undefined
  /** Where links in mails lead, which nobody's request may name. */
  readonly origin: string
  /** Absent: no identity provider is configured. */
  readonly singleSignOn?: SingleSignOn | undefined
  /** Absent: links are only shown. */
  readonly mailer?: Mailer | undefined
  /** How many mails people have sent to others. */
  readonly mailLimits: MailLimits
}
