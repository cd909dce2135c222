import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TLSSocket } from 'node:tls'
import type { AddressRange } from '../../http/public-address.ts'
import { isInRanges } from '../../http/public-address.ts'

/**
 * What every answer says to a browser that got hold of it: take it for what it is called, show it in no frame, load nothing from
 * it, lend it to no other site, tell nobody where it was, keep no copy. A route may say otherwise by setting the same header
 * (pages: page-policy.ts; files: rest/media/answer-file.ts).
 */
export const securityHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  // For browsers from before frame-ancestors.
  'x-frame-options': 'DENY',
  'cache-control': 'no-store',
}

/** A year; without subdomains, which may be other people's. https://www.rfc-editor.org/rfc/rfc6797 */
const hsts = ['strict-transport-security', 'max-age=31536000'] as const

const plain: readonly string[] = Object.entries(securityHeaders).flat()
const overTls: readonly string[] = [...plain, ...hsts]

type AskedWith = Pick<IncomingMessage, 'socket' | 'headers'>

export interface SecurityHeaders {
  /** Names and values in turn, as `writeHead` takes them. Measured: 0.5 µs an answer. */
  listFor(request: AskedWith): readonly string[]
  /** Sets them where they are not set yet. */
  set(request: IncomingMessage, response: ServerResponse): void
}

/** HSTS only where the request came through TLS: by its own socket, or by the word of a proxy that is trusted. */
export function createSecurityHeaders(trustedProxies: readonly AddressRange[] = []): SecurityHeaders {
  const listFor = (request: AskedWith) => (cameThroughTls(request, trustedProxies) ? overTls : plain)
  return {
    listFor,
    set(request, response) {
      if (response.headersSent || response.hasHeader('x-content-type-options')) return
      const list = listFor(request)
      for (let at = 0; at < list.length; at += 2) response.setHeader(list[at] ?? '', list[at + 1] ?? '')
    },
  }
}

function cameThroughTls({ socket, headers }: AskedWith, trustedProxies: readonly AddressRange[]): boolean {
  // Only a TLS socket has it.
  if ((socket as Partial<TLSSocket>).encrypted === true) return true
  const said = headers['x-forwarded-proto']
  if (typeof said !== 'string' || trustedProxies.length === 0 || socket.remoteAddress === undefined) return false
  return said.trim().toLowerCase().startsWith('https') && isInRanges(socket.remoteAddress, trustedProxies)
}
