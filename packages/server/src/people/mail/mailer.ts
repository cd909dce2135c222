export interface Letter {
  readonly to: string
  readonly subject: string
  /** Plain text: there is nothing in it that a program would have to hide or to load. */
  readonly text: string
}

/** Mail by the operator's SMTP server. */
export interface Mailer {
  /** Resolves once the server has taken it. @throws {MailFailed} */
  send(letter: Letter): Promise<void>
  /** Connects and signs in, and sends nothing. @throws {MailFailed} */
  check(): Promise<void>
}

/** The message is a sentence for whoever runs the server; it never holds the password. */
export class MailFailed extends Error {
  override readonly name = 'MailFailed'
}

export interface MailerOptions {
  /** `smtps://user:password@host`, or `smtp://…`, which is brought under TLS before anything is said, but on this machine. */
  readonly url: string
  /** `Switchboard <desk@example.com>` */
  readonly from: string
}

/** Somebody waits for the answer, and the link is shown anyhow. */
const waits = { connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 10_000, dnsTimeout: 5_000 }

export function createMailer({ url, from }: MailerOptions): Mailer {
  const { protocol, hostname, host, searchParams } = new URL(url)
  const isHere = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname)
  const saysItself = searchParams.has('requireTLS') || searchParams.has('ignoreTLS')
  // Loaded by the first letter: most servers and nearly all commands send none.
  const connect = async () => {
    const { createTransport } = await import('nodemailer')
    return createTransport({
      ...{ url, ...waits },
      ...(protocol === 'smtp:' && !isHere && !saysItself ? { requireTLS: true } : {}),
      // A letter of ours has no attachments: nothing is ever read from the disk or fetched for one.
      ...{ disableFileAccess: true, disableUrlAccess: true },
    })
  }
  let transport: ReturnType<typeof connect> | undefined
  const connected = () => (transport ??= connect())
  const attempt = async (what: () => Promise<unknown>) => {
    try {
      await what()
    } catch (error) {
      throw new MailFailed(sentenceOf(error, host), { cause: error })
    }
  }
  return {
    send: ({ to, subject, text }) =>
      attempt(async () =>
        (await connected()).sendMail({
          ...{ from, subject, text, to: { name: '', address: to } },
          // https://www.rfc-editor.org/rfc/rfc3834: an absent person's program does not answer it.
          headers: { 'auto-submitted': 'auto-generated' },
        }),
      ),
    check: () => attempt(async () => (await connected()).verify()),
  }
}

interface SmtpError {
  readonly code?: string
  readonly responseCode?: number
}

/** By nodemailer's codes; what the server answered is not told, it may hold addresses. */
function sentenceOf(error: unknown, host: string): string {
  const { code, responseCode } = (error instanceof Error ? error : {}) as SmtpError // nodemailer's errors carry these
  const said = responseCode === undefined ? '' : ` (it answered ${responseCode})`
  switch (code) {
    case 'EAUTH':
      return `The mail server ${host} refused the user or the password of SMTP_URL${said}.`
    case 'EENVELOPE':
      return `The mail server ${host} refused the address of the recipient, or SMTP_FROM${said}.`
    case 'ETLS':
      return `The mail server ${host} offers no TLS that can be used. If it is meant to be spoken to in the clear, add ?requireTLS=false to SMTP_URL.`
    case 'EMESSAGE':
      return `The mail server ${host} refused the message${said}.`
    case 'ECONNECTION':
    case 'EDNS':
    case 'ESOCKET':
    case 'ETIMEDOUT':
      return `The mail server ${host} of SMTP_URL could not be reached, or broke off${said}.`
    default:
      return `The mail server ${host} did not take the message${said}.`
  }
}
