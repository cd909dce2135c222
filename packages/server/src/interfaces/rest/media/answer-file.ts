import type { Media } from '@switchboard/contract'
import { create as contentDisposition } from 'content-disposition'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { BlobStore, ByteRange } from '../../../media/blob-store.ts'
import { parseRange } from '../../../media/parse-range.ts'
import { servedAs } from '../../../media/served-as.ts'
import { Refusal } from '../../problem.ts'
import { stripInvisible } from '../../strip-invisible.ts'

export type ServedFile = Pick<Media, 'sizeBytes' | 'sha256' | 'mimeType' | 'claimedMimeType' | 'filename'>

export interface FileToAnswer {
  readonly media: ServedFile
  /** In the blob store. */
  readonly key: string
  readonly blobs: BlobStore
  /** `inline`: given as a download whatever it is. */
  readonly never?: 'inline'
}

/** To `HEAD`: what `GET` would say of the file, without its bytes. */
export function answerHead(
  request: FastifyRequest,
  reply: FastifyReply,
  media: ServedFile,
  never?: 'inline',
): FastifyReply {
  return headOf(request, reply, media, never) === 'unchanged' ? reply.code(304).send() : reply.send()
}

/** The bytes, or one range of them. */
export async function answerFile(
  request: FastifyRequest,
  reply: FastifyReply,
  { media, key, blobs, never }: FileToAnswer,
): Promise<FastifyReply> {
  const part = headOf(request, reply, media, never)
  if (part === 'unchanged') return reply.code(304).send()
  // An empty file has no first byte to ask for.
  if (media.sizeBytes === 0) return reply.send('')
  return reply.send(await blobs.get(key, part === 'whole' ? undefined : part))
}

/** Status and headers. @throws {Refusal} range-not-satisfiable */
function headOf(
  request: FastifyRequest,
  reply: FastifyReply,
  media: ServedFile,
  never: 'inline' | undefined,
): ByteRange | 'whole' | 'unchanged' {
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
    'content-disposition': contentDisposition(stripInvisible(media.filename ?? '') || undefined, {
      type: inline && never !== 'inline' ? 'inline' : 'attachment',
    }),
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
