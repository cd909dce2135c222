import { PhoneScreen, PhoneSwitches } from '@switchboard/contract'
import type { App } from '../../app.ts'
import { deskFor, type PhoneDesk, screenFor } from '../../phone-desk.ts'
import { CustomerParams } from './params.ts'

/** `PATCH /v1/simulator/customers/:id`: switches the phone off or on, blocks the business, … */
export function registerChangeCustomer(app: App, desk: PhoneDesk | undefined): void {
  app.patch(
    '/v1/simulator/customers/:id',
    {
      schema: {
        summary: 'Change how a phone behaves',
        tags: ['simulator'],
        params: CustomerParams,
        body: PhoneSwitches,
        response: { 200: PhoneScreen },
      },
    },
    async (request) => {
      const phones = deskFor(request, desk)
      const { id } = request.params
      screenFor(phones, id)
      phones.change(id, request.body)
      return screenFor(phones, id)
    },
  )
}
