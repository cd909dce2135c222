import type { IncomingMessage } from 'node:http'
import type { PeerCertificate, TLSSocket } from 'node:tls'

const judged = new WeakMap<object, string | null>()

/**
 * What is wrong with the certificate that a client showed in its TLS handshake, as a sentence; null: it is of the configured CA,
 * and of this name. Meta's is of `client.webhooks.fbclientcerts.com`.
 * https://developers.facebook.com/docs/graph-api/webhooks/getting-started#mtls-for-webhooks
 */
export function clientCertificateFault({ socket }: Pick<IncomingMessage, 'socket'>, name: string): string | null {
  const known = judged.get(socket)
  if (known !== undefined) return known
  const fault = judge(socket as Partial<TLSSocket>, name)
  judged.set(socket, fault)
  return fault
}

function judge(socket: Partial<TLSSocket>, name: string): string | null {
  if (socket.encrypted !== true || !socket.getPeerCertificate)
    return 'webhooks are taken over TLS with a client certificate only'
  // Without one an empty object.
  const certificate: Partial<PeerCertificate> = socket.getPeerCertificate()
  if (!certificate.subject) return 'no client certificate was shown'
  if (socket.authorized !== true) return 'the client certificate is not of WHATSAPP_WEBHOOK_CLIENT_CA, or has expired'
  return namesOf(certificate).includes(name) ? null : 'the client certificate is of another name'
}

function namesOf({ subject, subjectaltname = '' }: Partial<PeerCertificate>): string[] {
  const alternatives = subjectaltname.split(', ').flatMap((one) => (one.startsWith('DNS:') ? [one.slice(4)] : []))
  return [...[subject?.CN ?? []].flat(), ...alternatives]
}
