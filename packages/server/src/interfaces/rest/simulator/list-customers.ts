import { PhoneOwner } from '@switchboard/contract'
import { z } from 'zod'
import type { App } from '../../app.ts'
import { deskFor, type PhoneDesk } from '../../phone-desk.ts'

/** `GET /v1/simulator/customers`: whose phone can be taken up; the last 200 with whom something happened. */
export function registerListCustomers(app: App, desk: PhoneDesk | undefined): void {
  app.get(
    '/v1/simulator/customers',
    {
      schema: {
        summary: 'List simulated customers',
        tags: ['simulator'],
        response: { 200: z.object({ items: z.array(PhoneOwner) }) },
      },
    },
    async (request) => ({ items: [...deskFor(request, desk).owners()] }),
  )
}
