import type { FastifyInstance } from 'fastify'
import { textAt } from '../json-fields.ts'
import type { World } from '../world.ts'
import { phoneFilesOf } from './phone-files.ts'

/** `POST /files?name=photo.jpg` with the bytes as the body, of any type but JSON; `GET /files/:id` gives them. */
export function registerFiles(api: FastifyInstance, world: World): void {
  const files = phoneFilesOf(world)
  api.register(async (scope) => {
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
    scope.post('/files', async (request, reply) => {
      const mimeType = request.headers['content-type'] ?? 'application/octet-stream'
      const id = await files.put({ mimeType, filename: textAt(request.query, 'name'), bytes: request.raw })
      return reply.code(201).send({ id })
    })
    scope.get('/files/:id', async (request, reply) => {
      const { media, bytes } = files.open(textAt(request.params, 'id') ?? '')
      return reply.type(media.mimeType).header('content-length', media.size).send(bytes)
    })
  })
}
