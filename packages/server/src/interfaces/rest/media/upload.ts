import { FetchMedia, Media } from '@switchboard/contract'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { GuardedClient } from '../../../http/guarded-fetch.ts'
import { fetchFile, refusalOfFetch } from '../../../media/fetch-upload.ts'
import { fileName } from '../../../media/file-name.ts'
import { type ReceivedFile, receiveForm, tooLarge } from '../../../media/receive-form.ts'
import { saveUpload } from '../../../media/save-upload.ts'
import { dropBlob, type MediaStore } from '../../../media/store-blob.ts'
import type { Database } from '../../../store/database.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'
import { findMedia } from './find.ts'
import { allowSlowBody } from './slow-bodies.ts'

export interface UploadDependencies extends MediaStore {
  readonly db: Database
  /** Gets what is named by its address. */
  readonly client: GuardedClient
  /** Largest file. */
  readonly maxBytes: number
}

const Form = z
  .object({
    file: z.string().meta({ format: 'binary', description: 'The file itself, a part of multipart/form-data' }),
    filename: z.string().optional(),
  })
  .meta({ id: 'UploadForm' })
/** What stands for a form's body, which is a stream. */
const formMarker = { file: '' }
/** An upload of which nothing came for so long is broken off. */
const silenceMilliseconds = 30_000
/** Boundaries and headers around the file. */
const formBytes = 64 * 1024

/** `POST /v1/media`: a file to be sent, from the request or from an address. */
export function registerUploadMedia(app: App, dependencies: UploadDependencies): void {
  void app.register(async (scope) => {
    scope.addContentTypeParser('multipart/form-data', (_request, _body, done) => done(null, formMarker))
    scope.post(
      '/v1/media',
      {
        schema: {
          summary: 'Upload a file',
          tags: ['media'],
          description:
            'A multipart form with one part `file`, taken as it arrives; or JSON with a `url` on the public internet. The answer holds the id by which messages name the file.',
          consumes: ['multipart/form-data', 'application/json'],
          body: z.union([FetchMedia, Form]),
          response: { 201: Media },
        },
      },
      async (request, reply) => {
        const received = await receive(dependencies, request)
        const { workspaceId } = principalOf(request)
        const id = await saveUpload(dependencies, { workspaceId, ...received })
        request.auditSubject = id
        reply.code(201).header('location', `/v1/media/${id}`)
        return (await findMedia(dependencies.db, request, id)).media
      },
    )
  })
}

async function receive(dependencies: UploadDependencies, request: FastifyRequest): Promise<ReceivedFile> {
  const { maxBytes, client } = dependencies
  const body = request.body as z.infer<typeof FetchMedia> | z.infer<typeof Form> // the route's schema
  if ('url' in body) {
    const file = await fetchFile(dependencies, client, body.url, { maxBytes }).catch((error: unknown) => {
      throw refusalOfFetch(error, maxBytes)
    })
    if (file.loose.sizeBytes === 0) {
      await dropBlob(dependencies, file.loose.key)
      throw new Refusal('media-empty')
    }
    return { ...file, filename: fileName(body.filename) ?? file.filename }
  }
  if (body !== formMarker && !request.headers['content-type']?.startsWith('multipart/form-data'))
    throw new Refusal('invalid-request', { detail: 'Give a "url", or send the file as multipart/form-data.' })
  if (Number(request.headers['content-length'] ?? 0) > maxBytes + formBytes) throw tooLarge(maxBytes)
  using _patience = allowSlowBody(request.server.server)
  const silent = new AbortController()
  request.raw.setTimeout(silenceMilliseconds, () => silent.abort())
  try {
    return await receiveForm(dependencies, request.raw, request.headers, { maxBytes, signal: silent.signal })
  } finally {
    request.raw.setTimeout(0)
  }
}
