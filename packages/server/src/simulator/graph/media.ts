import { Busboy, type BusboyFileStream } from '@fastify/busboy'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { graphError, type Json, parameterError, unknownObject } from '../graph-error.ts'
import { textAt } from '../json-fields.ts'
import type { ShelvedMedia } from '../media-shelf.ts'
import type { BusinessNumber, World } from '../world.ts'

const megabyte = 1024 * 1024
/** What may be uploaded, with the most bytes. https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media */
const uploadable: readonly (readonly [types: RegExp, mostBytes: number])[] = [
  [/^image\/(?:jpeg|png)$/, 5 * megabyte],
  [/^image\/webp$/, 500 * 1024],
  [/^video\/(?:mp4|3gpp)$/, 16 * megabyte],
  [/^audio\/(?:aac|amr|mpeg|mp4|ogg|opus)$/, 16 * megabyte],
  [
    /^(?:text\/plain|text\/csv|application\/(?:pdf|msword|vnd\.ms-(?:excel|powerpoint)|vnd\.openxmlformats-officedocument\.[\w.]+))$/,
    100 * megabyte,
  ],
]

/** `POST /{phone-number-id}/media`, streamed to the shelf. */
export async function uploadMedia(world: World, number: BusinessNumber, request: FastifyRequest): Promise<Json> {
  const { fields, file } = await readForm(world, number, request)
  if (fields.get('messaging_product') !== 'whatsapp')
    throw parameterError('The parameter messaging_product is required.')
  if (file === undefined) throw parameterError('The parameter file is required.')
  if (file === 'wrong type')
    throw parameterError('Param file must be a file with one of the types that WhatsApp takes.')
  if (file === 'too large') throw graphError(131053, 'The file is larger than files of its type may be.')
  return { id: file.id }
}

type Kept = ShelvedMedia | 'too large' | 'wrong type'

function readForm(world: World, number: BusinessNumber, { raw }: FastifyRequest) {
  return new Promise<{ readonly fields: ReadonlyMap<string, string>; readonly file: Kept | undefined }>(
    (resolve, reject) => {
      const contentType = raw.headers['content-type']
      if (!contentType?.toLowerCase().startsWith('multipart/form-data'))
        return reject(parameterError('Media are uploaded as multipart/form-data.'))
      const fields = new Map<string, string>()
      let file: Promise<Kept> | undefined
      const form = new Busboy({ headers: { 'content-type': contentType }, limits: { files: 1, fields: 20 } })
      form.on('field', (name, value) => fields.set(name, value))
      form.on('file', (_name, stream, filename, _encoding, mimeType) => {
        // The part's own type goes before the field `type`.
        const type = mimeType === 'application/octet-stream' ? (fields.get('type') ?? mimeType) : mimeType
        file = keep(world, number, stream, filename, type.toLowerCase())
        file.catch(reject)
      })
      form.on('error', () => reject(parameterError('The multipart body is broken.')))
      form.on('finish', () => Promise.resolve(file).then((kept) => resolve({ fields, file: kept }), reject))
      raw.on('error', reject)
      raw.pipe(form)
    },
  )
}

async function keep(
  world: World,
  number: BusinessNumber,
  stream: BusboyFileStream,
  filename: string,
  mimeType: string,
): Promise<Kept> {
  const bare = mimeType.split(';')[0]?.trim() ?? ''
  const most = uploadable.find(([types]) => types.test(bare))?.[1]
  if (most === undefined) {
    stream.resume()
    return 'wrong type'
  }
  return world.media.put({ numberId: number.id, mimeType, filename, bytes: stream, most })
}

/** `GET /{media-id}` */
export function mediaNode(world: World, media: ShelvedMedia, origin: string, numberId: string | undefined): Json {
  checkOwner(media, numberId, 'GET')
  return {
    messaging_product: 'whatsapp',
    url: `${origin}${world.media.linkTo(media)}`,
    mime_type: media.mimeType,
    sha256: media.sha256.toString('hex'),
    file_size: String(media.size),
    id: media.id,
  }
}

/** `DELETE /{media-id}` */
export async function deleteMedia(world: World, media: ShelvedMedia, numberId: string | undefined): Promise<Json> {
  checkOwner(media, numberId, 'DELETE')
  await world.media.delete(media.id)
  return { success: true }
}

function checkOwner(media: ShelvedMedia, numberId: string | undefined, method: string): void {
  if (numberId !== undefined && numberId !== media.numberId) throw unknownObject(method, media.id)
}

/** The bytes behind `url` of a media node: for five minutes, and with the token. */
export function downloadMedia(world: World, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { query } = request
  const [mid = '', ext = '', hash = ''] = ['mid', 'ext', 'hash'].map((name) => textAt(query, name))
  const opened = world.media.open({ mid, ext, hash })
  if (!opened) return reply.code(404).type('text/plain').send('The link has expired.')
  return reply.type(opened.media.mimeType).header('content-length', opened.media.size).send(opened.bytes)
}
