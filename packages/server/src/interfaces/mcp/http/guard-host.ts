import type { IncomingHttpHeaders } from 'node:http'
import {
  localhostAllowedHostnames,
  localhostAllowedOrigins,
  validateHostHeader,
  validateOriginHeader,
} from '@modelcontextprotocol/server'

export interface AllowedHosts {
  /** The server's address as the outside sees it; its host is allowed. */
  readonly publicBaseUrl?: string | undefined
  /** Further host names without port, e.g. a name in the local network. */
  readonly allowedHosts?: readonly string[] | undefined
  /** Of a tunnel through which MCP is reached; asked at each request, for it comes and goes. */
  readonly tunnelHost?: (() => string | undefined) | undefined
}

/**
 * Refuses what a web page could make a browser send: a page may point its own name at 127.0.0.1 (DNS rebinding) and then
 * reads our answers as its own. Such a request carries the page's name as Host or Origin; we answer to loopback names, the
 * public address and what was allowed by name.
 *
 * @returns what was wrong and what to do, or null
 */
export function createHostGuard(options: AllowedHosts): (headers: IncomingHttpHeaders) => string | null {
  const named = [
    ...(options.allowedHosts ?? []),
    ...(options.publicBaseUrl ? [new URL(options.publicBaseUrl).hostname] : []),
  ]
  const hosts = [...localhostAllowedHostnames(), ...named]
  const origins = [...localhostAllowedOrigins(), ...named]
  const advice = 'If this name is meant to reach the server, set PUBLIC_BASE_URL to it.'
  return ({ host, origin }) => {
    const tunnel = options.tunnelHost?.() ?? []
    const checkedHost = validateHostHeader(host, hosts.concat(tunnel))
    if (!checkedHost.ok) return `${checkedHost.message}. ${advice}`
    const checkedOrigin = validateOriginHeader(origin, origins.concat(tunnel))
    return checkedOrigin.ok ? null : `${checkedOrigin.message}. ${advice}`
  }
}
