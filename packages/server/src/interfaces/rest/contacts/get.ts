import { Contact, ContactId } from '@switchboard/contract'
import { z } from 'zod'
import type { Database } from '../../../store/database.ts'
import { getContact } from '../../../store/queries/get-contact.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'

/** `GET /v1/contacts/:id`. */
export function registerGetContact(app: App, { db }: { readonly db: Database }): void {
  app.get(
    '/v1/contacts/:id',
    {
      schema: {
        summary: 'One contact',
        description:
          'With every identity, their preferences and conversations. The id of a contact that turned out to be somebody ' +
          'known gives that contact, which lists it in `mergedFrom`.',
        tags: ['contacts'],
        params: z.object({ id: ContactId }),
        response: { 200: Contact },
      },
    },
    async (request) => {
      const { id } = request.params
      const contact = await getContact(db, principalOf(request).workspaceId, { contactId: id })
      if (!contact) throw new Refusal('not-found', { detail: `There is no contact ${id}.` })
      return contact
    },
  )
}
