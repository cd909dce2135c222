import { create as contentDisposition } from 'content-disposition'
import { z } from 'zod'
import { bareType, servedAs } from '../../../media/served-as.ts'
import type { App } from '../../app.ts'
import { deskFor, type PhoneDesk } from '../../phone-desk.ts'
import { stripInvisible } from '../../strip-invisible.ts'

const Params = z.object({ id: z.string().min(1).max(150) })

/** `GET /v1/simulator/files/:id`: what was sent to or from a phone. Shown where nothing in it can run, else saved. */
export function registerPhoneFile(app: App, desk: PhoneDesk | undefined): void {
  app.get(
    '/v1/simulator/files/:id',
    {
      schema: {
        summary: 'Get a file that is on the phones',
        tags: ['simulator'],
        params: Params,
        response: { 200: z.unknown().meta({ description: 'The bytes' }) },
      },
    },
    async (request, reply) => {
      const file = deskFor(request, desk).file(request.params.id)
      const { type, inline } = servedAs(bareType(file.mimeType), null)
      return reply
        .headers({
          'content-type': type,
          'content-length': file.size,
          'cache-control': 'private, max-age=3600',
          'x-content-type-options': 'nosniff',
          'content-security-policy': "default-src 'none'; sandbox",
          'content-disposition': contentDisposition(stripInvisible(file.filename ?? '') || undefined, {
            type: inline ? 'inline' : 'attachment',
          }),
        })
        .send(file.bytes)
    },
  )
}
