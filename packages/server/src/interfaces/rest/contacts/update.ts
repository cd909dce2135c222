import { Contact, ContactId, UpdateContact } from '@switchboard/contract'
import { z } from 'zod'
import { describeContact } from '../../../ingest/project/describe-contact.ts'
import { optContact } from '../../../outbox/opt-contact.ts'
import type { Database } from '../../../store/database.ts'
import { inTransaction } from '../../../store/in-transaction.ts'
import { getContact } from '../../../store/queries/get-contact.ts'
import { resolveContact } from '../../../store/queries/resolve-merged.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'
import type { Sending } from '../../sending.ts'

/** `PATCH /v1/contacts/:id`: what is known of a person from elsewhere than WhatsApp. */
export function registerUpdateContact(app: App, { db, pool }: { readonly db: Database } & Pick<Sending, 'pool'>): void {
  app.patch(
    '/v1/contacts/:id',
    {
      schema: {
        summary: 'Write down what is known of a contact',
        description:
          'Their own name here, attributes, and whether they want to be written to: who is opted out gets nothing but answers to ' +
          'their own messages. The event says who wrote it down and where it was said.',
        tags: ['contacts'],
        params: z.object({ id: ContactId }),
        body: UpdateContact,
        response: { 200: Contact },
      },
    },
    async (request) => {
      const { workspaceId, kind, name } = principalOf(request)
      const { optOut, source, customName, attributes } = request.body
      const contactId = await resolveContact(db, workspaceId, request.params.id)
      if (contactId) {
        const who = { workspaceId, contactId, by: `${kind}:${name}` }
        await inTransaction(pool, async (tx) => {
          if (optOut !== undefined && source !== undefined) await optContact(tx, { ...who, optOut, source })
          await describeContact(tx, { ...who, customName, attributes })
        })
      }
      const contact = contactId && (await getContact(db, workspaceId, { contactId }))
      if (!contact) throw new Refusal('not-found', { detail: `There is no contact ${request.params.id}.` })
      return contact
    },
  )
}
