import { ContactId } from '@switchboard/contract'
import type pg from 'pg'
import { z } from 'zod'
import { eraseContact } from '../../../retention/erase-contact.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'

const Body = z
  .object({ confirm: ContactId.meta({ description: 'The same id as in the address: it is not to be undone' }) })
  .strict()
const Erasure = z
  .object({
    id: z.uuid().meta({ description: 'Of the record that stays: who was erased, by whom, when' }),
    counts: z
      .record(z.string(), z.int())
      .meta({ description: 'How many rows of each kind went, and raw bodies changed' }),
  })
  .meta({ id: 'Erasure' })

/** `POST /v1/contacts/:id/erase`: answers when the person is gone, which takes as long as reading the inbox does. */
export function registerEraseContact(app: App, { pool }: { readonly pool: pg.Pool }): void {
  app.post(
    '/v1/contacts/:id/erase',
    {
      config: { audit: { action: 'erase' } },
      schema: {
        summary: 'Erase one person for good',
        description:
          'Messages, receipts, reactions, calls, media, search and their parts of raw bodies. Backups that were taken before ' +
          'still hold the person. An answer that was lost means nothing: ask again, and it is finished or answered 404.',
        tags: ['contacts'],
        params: z.object({ id: ContactId }),
        body: Body,
        response: { 200: Erasure },
      },
    },
    async (request) => {
      const { id } = request.params
      if (request.body.confirm !== id) {
        const message = 'must be the id in the address'
        throw new Refusal('invalid-request', {
          detail: 'Nothing was erased.',
          errors: [{ path: 'body.confirm', message }],
        })
      }
      const { workspaceId, name } = principalOf(request)
      const erasure = await eraseContact(pool, { workspaceId, contactId: id, requestedBy: name })
      if (!erasure) throw new Refusal('not-found', { detail: `There is no contact ${id}, or it was erased before.` })
      return { id: erasure.id, counts: { ...erasure.counts } }
    },
  )
}
