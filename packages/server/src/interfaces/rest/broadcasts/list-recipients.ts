import { BroadcastId, BroadcastRecipient, pageOf, RecipientState } from '@switchboard/contract'
import { z } from 'zod'
import { findBroadcast } from '../../../broadcasts/find-broadcast.ts'
import { listRecipients } from '../../../broadcasts/list-recipients.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import type { BroadcastDependencies } from './broadcast-dependencies.ts'

const Query = z.object({
  state: RecipientState.optional(),
  refusedInCheck: z.enum(['true']).optional().meta({ description: 'Only those whom the last dry run refused' }),
  cursor: z.coerce.number().int().min(0).default(0).meta({ description: '`nextCursor` of the page before' }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

/** `GET /v1/broadcasts/:id/recipients`: in the order of the list. */
export function registerListBroadcastRecipients(app: App, { sending }: BroadcastDependencies): void {
  app.get(
    '/v1/broadcasts/:id/recipients',
    {
      schema: {
        summary: 'List the recipients of a broadcast',
        tags: ['broadcasts'],
        description:
          'In the order of the list, each with what became of them. All at once: `/v1/broadcasts/{id}/report`.',
        params: z.object({ id: BroadcastId }),
        querystring: Query,
        response: { 200: pageOf(BroadcastRecipient) },
      },
    },
    async (request) => {
      const { state, refusedInCheck, cursor: after, limit } = request.query
      const row = await findBroadcast(sending.pool, principalOf(request).workspaceId, request.params.id)
      const filter = { state, refusedInCheck: refusedInCheck !== undefined }
      const items = await listRecipients(sending.pool, row, filter, { after, limit })
      return { items, nextCursor: items.length < limit ? null : String(items.at(-1)?.position) }
    },
  )
}
