import type { OneTimeLink } from '@switchboard/contract'
import type { FastifyRequest } from 'fastify'

interface MadeLink {
  readonly id: string
  readonly path: string
  readonly expiresAt: Date
}

/** Where the world reaches us, or else as whoever asks does. */
export function urlOf(
  request: FastifyRequest,
  base: string | undefined,
  { id, path, expiresAt }: MadeLink,
): OneTimeLink {
  const url = `${base ?? `${request.protocol}://${request.host}`}${path}`
  return { id, url, expiresAt: expiresAt.toISOString() }
}
