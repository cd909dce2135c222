import { Contact, ContactId } from '@switchboard/contract'
import { z } from 'zod'
import { optContact } from '../../../outbox/opt-contact.ts'
import type { Database } from '../../../store/database.ts'
import { inTransaction } from '../../../store/in-transaction.ts'
import { getContact } from '../../../store/queries/get-contact.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'
import type { Sending } from '../../sending.ts'

const Body = z.strictObject({
  optOut: z
    .boolean()
    .meta({ description: 'true: they want no messages, as if they had written STOP; false: they do again' }),
  source: z.string().trim().min(1).max(100).meta({ description: 'Where they said so: a call, a form …' }),
})

/** `PATCH /v1/contacts/:id`: what a person said about being written to, elsewhere than in WhatsApp. */
export function registerUpdateContact(app: App, { db, pool }: { readonly db: Database } & Pick<Sending, 'pool'>): void {
  app.patch(
    '/v1/contacts/:id',
    {
      schema: {
        summary: 'Opt a contact out, or in',
        description:
          'Who is opted out gets nothing but answers to their own messages. The event says who wrote it down and where it was said.',
        tags: ['contacts'],
        params: z.object({ id: ContactId }),
        body: Body,
        response: { 200: Contact },
      },
    },
    async (request) => {
      const { workspaceId, kind, name } = principalOf(request)
      const change = { workspaceId, contactId: request.params.id, ...request.body, by: `${kind}:${name}` }
      const id = await inTransaction(pool, (tx) => optContact(tx, change))
      const contact = id && (await getContact(db, workspaceId, { contactId: id }))
      if (!contact) throw new Refusal('not-found', { detail: `There is no contact ${request.params.id}.` })
      return contact
    },
  )
}
