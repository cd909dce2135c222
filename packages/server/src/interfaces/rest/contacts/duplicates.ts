import { ContactDuplicate, ContactId } from '@switchboard/contract'
import { z } from 'zod'
import type { Database } from '../../../store/database.ts'
import { findDuplicates } from '../../../store/queries/find-duplicates.ts'
import { getContact } from '../../../store/queries/get-contact.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'

/** `GET /v1/contacts/:id/duplicates`: who may be the same person. */
export function registerListDuplicates(app: App, { db }: { readonly db: Database }): void {
  app.get(
    '/v1/contacts/:id/duplicates',
    {
      schema: {
        summary: 'Who may be the same person',
        description: 'Of the same name or user name, or of a number with the same end. Nothing is joined by asking.',
        tags: ['contacts'],
        params: z.object({ id: ContactId }),
        response: { 200: z.object({ items: z.array(ContactDuplicate) }) },
      },
    },
    async (request) => {
      const { workspaceId } = principalOf(request)
      const contact = await getContact(db, workspaceId, { contactId: request.params.id })
      if (!contact) throw new Refusal('not-found', { detail: `There is no contact ${request.params.id}.` })
      return { items: await findDuplicates(db, workspaceId, contact) }
    },
  )
}
