import { MediaId } from '@switchboard/contract'
import { z } from 'zod'
import type { BlobStore } from '../../../media/blob-store.ts'
import type { Database } from '../../../store/database.ts'
import type { App } from '../../app.ts'
import { answerFile, answerHead } from './answer-file.ts'
import { findBytes } from './find.ts'

export interface MediaContentDependencies {
  readonly db: Database
  readonly blobs: BlobStore
}

const Params = z.object({ id: MediaId })

/**
 * `GET` and `HEAD /v1/media/:id`: the bytes, or one range of them. The type is what the bytes are; what could run in a browser is
 * given as a download in any case, and nothing is ever guessed or framed.
 */
export function registerMediaContent(app: App, { db, blobs }: MediaContentDependencies): void {
  const description =
    'The bytes of a file, with their true type. One `Range` is served; the ETag is the SHA-256, so unchanged files cost nothing.'
  const schema = { summary: 'The bytes of a file', tags: ['media'], description, params: Params }
  app.head('/v1/media/:id', { schema }, async (request, reply) => {
    const { media } = await findBytes(db, request, request.params.id)
    return answerHead(request, reply, media)
  })
  app.get('/v1/media/:id', { schema }, async (request, reply) => {
    const { media, key } = await findBytes(db, request, request.params.id)
    return answerFile(request, reply, { media, key, blobs })
  })
}
