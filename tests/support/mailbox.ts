import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'

export interface ReceivedMail {
  readonly to: readonly string[]
  /** As it came, with lines that were folded for the way put together again. */
  readonly text: string
}

/** A mail server on this machine that asks for a user and a password, and keeps what it takes. */
export interface Mailbox extends AsyncDisposable {
  readonly url: string
  readonly received: ReceivedMail[]
  /** The next letter to this address that has not been asked for. */
  next(to: string): Promise<ReceivedMail>
}

export async function openMailbox(password: string): Promise<Mailbox> {
  const received: ReceivedMail[] = []
  const arrived = new EventTarget()
  const asked = new Set<ReceivedMail>()
  const server = new SMTPServer({
    authMethods: ['PLAIN'],
    // On loopback there is no way that somebody listens at.
    ...{ allowInsecureAuth: true, disabledCommands: ['STARTTLS'] },
    onAuth: (auth, _session, done) =>
      auth.password === password ? done(null, { user: auth.username }) : done(new Error('wrong password')),
    onRcptTo: ({ address }, _session, done) =>
      done(address.startsWith('nobody@') ? Object.assign(new Error('no such mailbox'), { responseCode: 550 }) : null),
    onData(stream, { envelope }, done) {
      void text(stream).then((raw) => {
        received.push({ to: envelope.rcptTo.map(({ address }) => address), text: unfolded(raw) })
        arrived.dispatchEvent(new Event('mail'))
        done()
      })
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo // it listens on TCP
  return {
    url: `smtp://desk:${password}@127.0.0.1:${port}`,
    received,
    async next(address) {
      for (;;) {
        const mail = received.find((one) => !asked.has(one) && one.to.includes(address))
        if (!mail) await once(arrived, 'mail')
        else {
          asked.add(mail)
          return mail
        }
      }
    },
    async [Symbol.asyncDispose]() {
      const { promise, resolve } = Promise.withResolvers<void>()
      server.close(() => resolve())
      await promise
    },
  }
}

/** Quoted-printable and soft line breaks, which letters with “quotes” are sent in (RFC 2045). */
function unfolded(raw: string): string {
  const bytes = raw
    .replace(/=\r?\n/g, '')
    .replace(/=([\dA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return /quoted-printable/i.test(raw) ? Buffer.from(bytes, 'latin1').toString('utf8') : raw
}
