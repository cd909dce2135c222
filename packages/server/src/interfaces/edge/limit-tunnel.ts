import type { FastifyRequest } from 'fastify'
import { Refusal } from '../../refusal.ts'

/** A tunnel on this machine that brings requests of the whole internet to a server that listens on this machine. */
export interface OpenTunnel {
  /** Of its address, with the port where there is one. */
  readonly host: string
  readonly opens: 'webhooks' | 'everything'
}

/** Routes, not addresses: however somebody spells a path, it is the route that answers. */
const opened = new Set(['/v1/media/:id/public'])

/**
 * The tunnel's name, where a request came through it and may. Only what providers call is reached that way unless more was asked
 * for: they sign what they send, and links to files are signed by us. The name of the tunnel is what Cloudflare routes by, so nobody
 * comes through it under another one; its own header is looked at besides.
 *
 * @throws {Refusal} forbidden
 */
export function throughTunnel(
  { raw, routeOptions }: Pick<FastifyRequest, 'raw' | 'routeOptions'>,
  tunnel: OpenTunnel | undefined,
  ownHost: string | undefined,
): string | undefined {
  if (!tunnel) return undefined
  const { host } = raw.headers
  const byHeader = raw.headers['cf-connecting-ip'] !== undefined && (host === undefined || host !== ownHost)
  if (host?.toLowerCase() !== tunnel.host && !byHeader) return undefined
  const route = routeOptions.url
  if (tunnel.opens === 'everything' || (route !== undefined && (opened.has(route) || route.startsWith('/webhooks/'))))
    return host
  throw new Refusal('forbidden', {
    detail:
      'Through the tunnel only webhooks and links to files are reached. Whoever runs the server opens the rest with: switchboard tunnel --open everything',
  })
}
