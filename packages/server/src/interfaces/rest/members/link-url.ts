import type { MailOutcome, OneTimeLink } from '@switchboard/contract'
import type { FastifyRequest } from 'fastify'

interface MadeLink {
  readonly id: string
  readonly path: string
  readonly expiresAt: Date
}

/** Where the world reaches us, or else as whoever asks does. */
export function urlOf(request: FastifyRequest, base: string | undefined, { path }: Pick<MadeLink, 'path'>): string {
  return `${base ?? `${request.protocol}://${request.host}`}${path}`
}

export function shownLink({ id, expiresAt }: MadeLink, url: string, mail: MailOutcome | null): OneTimeLink {
  return { id, url, expiresAt: expiresAt.toISOString(), mail }
}
