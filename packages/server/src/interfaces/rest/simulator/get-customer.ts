import { PhoneScreen } from '@switchboard/contract'
import type { App } from '../../app.ts'
import { deskFor, type PhoneDesk, screenFor } from '../../phone-desk.ts'
import { CustomerParams } from './params.ts'

/** `GET /v1/simulator/customers/:id`: what stands on the screen. To follow it: `GET /v1/simulator/stream`. */
export function registerGetCustomer(app: App, desk: PhoneDesk | undefined): void {
  app.get(
    '/v1/simulator/customers/:id',
    {
      schema: {
        summary: 'Look at a phone',
        tags: ['simulator'],
        params: CustomerParams,
        response: { 200: PhoneScreen },
      },
    },
    async (request) => screenFor(deskFor(request, desk), request.params.id),
  )
}
