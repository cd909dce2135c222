import type { Config } from '../config/config.ts'
import { findTunnel, type Tunnel } from './tunnel.ts'

/** Where the world reaches this server, which may change while it runs: a tunnel comes and goes. */
export interface PublicAddress {
  /** Without a slash at the end; undefined: nobody outside reaches it. */
  base(): string | undefined
  reachedBy(): 'configured' | 'tunnel' | null
  tunnel(): Tunnel | undefined
}

const quickTunnels = '.trycloudflare.com'

/** The tunnel's file is looked at once a second at most. */
export function createPublicAddress(
  { publicBaseUrl, dataDirectory }: Pick<Config, 'publicBaseUrl' | 'dataDirectory'>,
  now: () => number = Date.now,
): PublicAddress {
  // The address of a quick tunnel is of one start: what is configured is that of an earlier one.
  const mayBeStale = publicBaseUrl !== undefined && new URL(publicBaseUrl).hostname.endsWith(quickTunnels)
  let seen: { readonly at: number; readonly tunnel: Tunnel | undefined } | undefined
  const tunnel = (): Tunnel | undefined => {
    const at = now()
    if (!seen || at - seen.at >= 1_000 || at < seen.at) seen = { at, tunnel: findTunnel(dataDirectory) }
    return seen.tunnel
  }
  const isConfigured = () => publicBaseUrl !== undefined && !(mayBeStale && tunnel() !== undefined)
  return {
    base: () => (isConfigured() ? publicBaseUrl : tunnel()?.url)?.replace(/\/+$/, ''),
    reachedBy: () => (isConfigured() ? 'configured' : tunnel() ? 'tunnel' : null),
    tunnel,
  }
}
