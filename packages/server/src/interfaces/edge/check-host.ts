import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { Refusal } from '../../refusal.ts'

export interface HostRules {
  /** The server listens on this machine only: then nothing but a name of this machine can be meant. */
  readonly loopback: boolean
  /** Where the world reaches this server. */
  readonly publicBaseUrl?: string | undefined
}

const hostPattern = /^(\[[\da-f:.]+\]|[a-z\d](?:[a-z\d._-]*[a-z\d])?\.?)(?::\d{1,5})?$/i

/** A request as far as its line and its host go. */
type Addressed = Pick<IncomingMessage, 'headers' | 'rawHeaders' | 'url' | 'httpVersionMajor'>

/**
 * Checks the Host header. A page may point its own name at 127.0.0.1 (DNS rebinding) and then reads our answers as its own; such
 * a request names the page's host. An IP address as a host cannot be pointed elsewhere. What names two hosts, in two headers or in
 * its line beside the header, means another server to whoever stands before us than to us.
 *
 * @throws {Refusal} wrong-host, invalid-request
 */
export function createHostCheck({
  loopback,
  publicBaseUrl,
}: HostRules): (request: Addressed, alsoKnownAs?: string) => void {
  const names = new Set(['localhost', ...(publicBaseUrl ? [new URL(publicBaseUrl).hostname] : [])])
  let lastGood: string | undefined
  return ({ headers: { host }, rawHeaders, url = '', httpVersionMajor }, alsoKnownAs) => {
    if (httpVersionMajor !== 1) throw new Refusal('invalid-request', { detail: 'HTTP/1.1 is spoken here.' })
    if (!url.startsWith('/') && URL.parse(url)?.host !== host) {
      throw new Refusal('invalid-request', { detail: 'The address must be a path of this host.' })
    }
    if (countOf('host', rawHeaders) > 1)
      throw new Refusal('wrong-host', { detail: 'There is more than one Host header.' })
    // A client names the same host in each of its requests.
    if (host !== undefined && host === lastGood) return
    const name = hostPattern
      .exec(host ?? '')?.[1]
      ?.toLowerCase()
      .replace(/\.$/, '')
    if (host === undefined || name === undefined) {
      throw new Refusal('wrong-host', {
        detail: 'The Host header must be one host name or address, with a port or not.',
      })
    }
    // Of this request only: the name of a tunnel is somebody else's once it is closed.
    if (host === alsoKnownAs) return
    const meant =
      !loopback || names.has(name) || name.endsWith('.localhost') || isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0
    if (!meant) {
      throw new Refusal('wrong-host', {
        detail: `This server is not reached as "${name}". If that name is meant to reach it, set PUBLIC_BASE_URL to it.`,
      })
    }
    lastGood = host
  }
}

/** Node gives the first of several, and says nothing of the others. */
function countOf(name: string, rawHeaders: readonly string[]): number {
  let count = 0
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const found = rawHeaders[at]
    if (found?.length === name.length && found.toLowerCase() === name) count += 1
  }
  return count
}
