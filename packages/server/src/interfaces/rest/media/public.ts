import { MediaId } from '@switchboard/contract'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { BlobStore } from '../../../media/blob-store.ts'
import type { PublicLinks } from '../../../media/public-links.ts'
import type { Queryable } from '../../../store/database.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { answerFile, answerHead, type ServedFile } from './answer-file.ts'

export interface PublicMediaDependencies {
  readonly db: Queryable
  readonly blobs: BlobStore
  readonly links: PublicLinks
}

const Params = z.object({ id: MediaId })
const Query = z.object({ expires: z.string().max(12), signature: z.string().max(64) })

/**
 * `GET` and `HEAD /v1/media/:id/public`: a file for a provider that fetches it without a credential. The link that this server
 * signed is the credential, for this file and for a day. Always a download.
 */
export function registerPublicMedia(app: App, { db, blobs, links }: PublicMediaDependencies): void {
  const schema = {
    summary: 'A file by a signed link',
    description: 'For providers that fetch files themselves. The link is made by this server and expires.',
    tags: ['media'],
    params: Params,
    querystring: Query,
  }
  const never = 'inline' as const
  const find = async (request: FastifyRequest & { params: z.infer<typeof Params>; query: z.infer<typeof Query> }) => {
    const { expires, signature } = request.query
    // Before the database is asked: who guesses costs nothing.
    if (!links.isValid(request.params.id, expires, signature)) {
      throw new Refusal('forbidden', { detail: 'The link has expired, or it was not made by this server.' })
    }
    return findFile(db, request.params.id)
  }
  app.head('/v1/media/:id/public', { schema }, async (request, reply) =>
    answerHead(request, reply, (await find(request)).media, never),
  )
  app.get('/v1/media/:id/public', { schema }, async (request, reply) => {
    const { media, key } = await find(request)
    return answerFile(request, reply, { media, key, blobs, never })
  })
}

/** Of whichever workspace: who made the link has looked at that. */
async function findFile(db: Queryable, id: string): Promise<{ readonly media: ServedFile; readonly key: string }> {
  const { rows } = await db.query<ServedFile & { readonly key: string }>(
    `select b.key, b.sha256, b.size_bytes as "sizeBytes", b.mime_type as "mimeType", m.mime_type as "claimedMimeType", m.filename
     from media m join blobs b on b.sha256 = m.blob_sha256 where m.id = $1`,
    [id],
  )
  const [row] = rows
  if (!row) throw new Refusal('media-not-found', { detail: 'The file is not here any more.' })
  const { key, ...media } = row
  return { media, key }
}
