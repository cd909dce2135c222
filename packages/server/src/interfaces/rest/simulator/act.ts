import { PhoneAction } from '@switchboard/contract'
import { z } from 'zod'
import type { App } from '../../app.ts'
import { deskFor, type PhoneDesk, screenFor } from '../../phone-desk.ts'
import { CustomerParams } from './params.ts'

const Written = z.object({ id: z.string().meta({ description: 'The id at the provider, wamid.…' }) })

/** `POST /v1/simulator/customers/:id/messages`: the customer writes, presses, reacts, edits or deletes. */
export function registerActOnPhone(app: App, desk: PhoneDesk | undefined): void {
  app.post(
    '/v1/simulator/customers/:id/messages',
    {
      schema: {
        summary: 'Write as a customer',
        description: 'It comes by a signed webhook, as from Meta.',
        tags: ['simulator'],
        params: CustomerParams,
        body: PhoneAction,
        response: { 201: Written },
      },
    },
    async (request, reply) => {
      const phones = deskFor(request, desk)
      const { id } = request.params
      screenFor(phones, id)
      reply.code(201)
      return { id: await phones.act(id, request.body) }
    },
  )
}
