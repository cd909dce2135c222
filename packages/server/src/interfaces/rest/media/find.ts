import type { Media, MediaId } from '@switchboard/contract'
import type { FastifyRequest } from 'fastify'
import type { Database } from '../../../store/database.ts'
import { getMedia } from '../../../store/queries/get-media.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'

export interface PresentMedia {
  readonly media: Media
  readonly key: string
}

/** @throws {Refusal} media-not-found */
export async function findMedia(db: Database, request: FastifyRequest, id: MediaId) {
  const found = await getMedia(db, principalOf(request).workspaceId, id)
  if (!found) throw new Refusal('media-not-found', { detail: `There is no file ${id}.` })
  return found
}

/** @throws {Refusal} when there are no bytes to give, with the reason and whether to wait. */
export async function findBytes(db: Database, request: FastifyRequest, id: MediaId): Promise<PresentMedia> {
  const { media, key } = await findMedia(db, request, id)
  if (key !== null) return { media, key }
  const why = media.failure === null ? '' : ` ${media.failure.sentence}`
  if (media.state === 'pending') {
    throw new Refusal('media-not-here-yet', { detail: `It is tried again.${why}`, headers: { 'retry-after': '5' } })
  }
  throw new Refusal('media-unavailable', { detail: `It will not be tried again.${why}` })
}
