import { PhoneScreen } from '@switchboard/contract'
import type { App } from '../../app.ts'
import { deskFor, type PhoneDesk, screenFor } from '../../phone-desk.ts'
import { CustomerParams } from './params.ts'

/** `POST /v1/simulator/customers/:id/read`: the customer looks at what was delivered. */
export function registerReadOnPhone(app: App, desk: PhoneDesk | undefined): void {
  app.post(
    '/v1/simulator/customers/:id/read',
    {
      schema: {
        summary: 'Read as a customer',
        tags: ['simulator'],
        params: CustomerParams,
        response: { 200: PhoneScreen },
      },
    },
    async (request) => {
      const phones = deskFor(request, desk)
      const { id } = request.params
      screenFor(phones, id)
      phones.read(id)
      return screenFor(phones, id)
    },
  )
}
