import { MagicRecipient } from '@switchboard/contract'
import { z } from 'zod'
import type { App } from '../../app.ts'
import { deskFor, type PhoneDesk } from '../../phone-desk.ts'

/** `GET /v1/simulator/magic-recipients`: whose messages meet with what goes wrong in life. */
export function registerListMagicRecipients(app: App, desk: PhoneDesk | undefined): void {
  app.get(
    '/v1/simulator/magic-recipients',
    {
      schema: {
        summary: 'List recipients to whom something happens',
        tags: ['simulator'],
        response: { 200: z.object({ items: z.array(MagicRecipient) }) },
      },
    },
    async (request) => ({ items: [...deskFor(request, desk).magicRecipients()] }),
  )
}
