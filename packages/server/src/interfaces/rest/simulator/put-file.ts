import type { Readable } from 'node:stream'
import { z } from 'zod'
import { fileName } from '../../../media/file-name.ts'
import type { App } from '../../app.ts'
import { deskFor, type PhoneDesk } from '../../phone-desk.ts'

const Query = z.object({
  name: z.string().max(255).optional().meta({ description: 'As it is called on the phone' }),
  type: z
    .string()
    .regex(/^[\w.+-]+\/[\w.+-]+(?:;[\w.+=; -]*)?$/, 'is not a type such as image/jpeg')
    .max(100)
    .meta({ description: 'What it is, e.g. image/jpeg' }),
})
const Put = z.object({ id: z.string() })

/** `POST /v1/simulator/files`: a file onto the phones, the bytes as the body, taken as they arrive. */
export function registerPutPhoneFile(app: App, desk: PhoneDesk | undefined): void {
  void app.register(async (scope) => {
    scope.addContentTypeParser('application/octet-stream', (_request, bytes, done) => done(null, bytes))
    scope.post(
      '/v1/simulator/files',
      {
        schema: {
          summary: 'Put a file on the phones',
          tags: ['simulator'],
          description: 'At most 100 MB, which is what the Cloud API hands on.',
          consumes: ['application/octet-stream'],
          querystring: Query,
          response: { 201: Put },
        },
      },
      async (request, reply) => {
        const phones = deskFor(request, desk)
        const { name, type } = request.query as z.infer<typeof Query> // the route's schema
        const bytes = request.body as Readable // by the parser of the one type that is taken here
        const id = await phones.putFile({ mimeType: type, filename: fileName(name) ?? undefined, bytes })
        request.auditSubject = id
        reply.code(201)
        return { id }
      },
    )
  })
}
