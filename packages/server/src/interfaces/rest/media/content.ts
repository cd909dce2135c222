import { type Media, MediaId } from '@switchboard/contract'
import { create as contentDisposition } from 'content-disposition'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { BlobStore, ByteRange } from '../../../media/blob-store.ts'
import { parseRange } from '../../../media/parse-range.ts'
import { servedAs } from '../../../media/served-as.ts'
import type { Database } from '../../../store/database.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
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
  app.head('/v1/media/:id', { config: { scope: 'messages:read' }, schema }, async (request, reply) => {
    const { media } = await findBytes(db, request, request.params.id)
    const part = answerHead(request, reply, media)
    return part === 'unchanged' ? reply.code(304).send() : reply.send()
  })
  app.get('/v1/media/:id', { config: { scope: 'messages:read' }, schema }, async (request, reply) => {
    const { media, key } = await findBytes(db, request, request.params.id)
    const part = answerHead(request, reply, media)
    if (part === 'unchanged') return reply.code(304).send()
    // An empty file has no first byte to ask for.
    if (media.sizeBytes === 0) return reply.send('')
    return reply.send(await blobs.get(key, part === 'whole' ? undefined : part))
  })
}

/** Status and headers. @throws {Refusal} range-not-satisfiable */
function answerHead(request: FastifyRequest, reply: FastifyReply, media: Media): ByteRange | 'whole' | 'unchanged' {
  const size = media.sizeBytes ?? 0
  const etag = `"${media.sha256}"`
  const { type, inline } = servedAs(media.mimeType ?? '', media.claimedMimeType)
  reply.headers({
    etag,
    'accept-ranges': 'bytes',
    // Kept by the browser, but asked for again each time: what was erased here is not shown there.
    'cache-control': 'private, no-cache',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'same-origin',
    'content-disposition': contentDisposition(media.filename ?? undefined, { type: inline ? 'inline' : 'attachment' }),
  })
  if (matches(request.headers['if-none-match'], etag)) return 'unchanged'
  const ifRange = request.headers['if-range']
  const wanted = ifRange === undefined || ifRange === etag ? parseRange(request.headers.range, size) : 'whole'
  if (wanted === 'unsatisfiable') {
    throw new Refusal('range-not-satisfiable', {
      detail: `The file has ${size} bytes.`,
      headers: { 'content-range': `bytes */${size}` },
    })
  }
  reply.type(type)
  if (wanted === 'whole') {
    reply.header('content-length', size)
  } else {
    reply.code(206).header('content-range', `bytes ${wanted.start}-${wanted.end}/${size}`)
    reply.header('content-length', wanted.end - wanted.start + 1)
  }
  return wanted
}

/** RFC 9110, 13.1.2: weak comparison with each of a list. */
function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false
  return header.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === etag)
}
