import { Contact, ContactId, MergeContacts } from '@switchboard/contract'
import { z } from 'zod'
import { mergeByHand } from '../../../ingest/project/merge-by-hand.ts'
import { inTransaction } from '../../../store/in-transaction.ts'
import { getContact } from '../../../store/queries/get-contact.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'
import type { MergingDependencies } from './merging-dependencies.ts'

/** `POST /v1/contacts/:id/merge`: a person says that two contacts are one. */
export function registerMergeContacts(app: App, { db, pool, onEvents }: MergingDependencies): void {
  app.post(
    '/v1/contacts/:id/merge',
    {
      schema: {
        summary: 'Join two contacts',
        description:
          'Everything of the one comes to the other: identities, conversations, messages, calls, choices. Either id leads to the ' +
          'contact that stays, which is the answer. It can be undone: `GET /v1/contacts/{id}/merges`.',
        tags: ['contacts'],
        params: z.object({ id: ContactId }),
        body: MergeContacts,
        response: { 200: Contact },
      },
    },
    async (request) => {
      const { workspaceId, kind, name } = principalOf(request)
      const { id } = request.params
      const { intoId, otherId } = request.body
      const [survivorId, mergedId] = intoId === undefined ? [id, otherId ?? id] : [intoId, id]
      // Read within the reach of the credential: whom it does not reach it cannot bring into reach.
      for (const contactId of [survivorId, mergedId])
        if (!(await getContact(db, workspaceId, { contactId }))) throw missing(contactId)
      const by = `${kind}:${name}`
      const merged = await inTransaction(pool, (tx) => mergeByHand(tx, { workspaceId, survivorId, mergedId, by }))
      if (merged.outcome === 'not-found') throw missing(merged.id)
      if (merged.outcome === 'erased')
        throw new Refusal('contact-erased', { detail: `The contact ${merged.id} was erased.` })
      if (merged.outcome === 'same')
        throw new Refusal('conflict', { detail: 'The two are one contact already. Nothing was changed.' })
      onEvents()
      const contact = await getContact(db, workspaceId, { contactId: merged.survivorId })
      if (!contact) throw missing(survivorId)
      return contact
    },
  )
}

function missing(id: string): Refusal {
  return new Refusal('not-found', { detail: `There is no contact ${id}.` })
}
