import { NewPhoneOwner, PhoneOwner } from '@switchboard/contract'
import type { App } from '../../app.ts'
import { deskFor, type PhoneDesk } from '../../phone-desk.ts'

/** `POST /v1/simulator/customers`: somebody new, or who has that phone already, changed as asked. */
export function registerMakeCustomer(app: App, desk: PhoneDesk | undefined): void {
  app.post(
    '/v1/simulator/customers',
    {
      schema: {
        summary: 'Make a simulated customer',
        tags: ['simulator'],
        body: NewPhoneOwner,
        response: { 201: PhoneOwner },
      },
    },
    async (request, reply) => {
      const owner = deskFor(request, desk).make(request.body)
      request.auditSubject = owner.id
      reply.code(201)
      return owner
    },
  )
}
