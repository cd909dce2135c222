import { Readable } from 'node:stream'
import { BroadcastId, BroadcastRecipient, RecipientState } from '@switchboard/contract'
import { z } from 'zod'
import { findBroadcast } from '../../../broadcasts/find-broadcast.ts'
import { everyRecipient } from '../../../broadcasts/list-recipients.ts'
import { csvOf, ndjsonOf } from '../../../broadcasts/report.ts'
import { keepingScope } from '../../../store/row-security/scope.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import type { BroadcastDependencies } from './broadcast-dependencies.ts'

const Query = z.object({
  format: z.enum(['csv', 'ndjson']).default('csv'),
  state: RecipientState.optional(),
  refusedInCheck: z.enum(['true']).optional().meta({ description: 'Only those whom the last dry run refused' }),
})
/** Of a line. What is sent is a stream of them, so the type says nothing of the answer. */
const Row: z.ZodType<unknown> = BroadcastRecipient

/** `GET /v1/broadcasts/:id/report`: every recipient and what became of them, streamed. */
export function registerBroadcastReport(app: App, { sending }: BroadcastDependencies): void {
  app.get(
    '/v1/broadcasts/:id/report',
    {
      config: { audit: { action: 'export' } },
      schema: {
        summary: 'The report of a broadcast',
        tags: ['broadcasts'],
        description:
          'Every recipient in the order of the list, as CSV with a header or one JSON object a line: the line of the file, the ' +
          'state, why they were refused or could not be read, their message and its newest receipt. As of the moment it is read.',
        params: z.object({ id: BroadcastId }),
        querystring: Query,
        produces: ['text/csv', 'application/x-ndjson'],
        response: { 200: Row },
      },
    },
    async (request, reply) => {
      const { format, state, refusedInCheck } = request.query
      const row = await findBroadcast(sending.pool, principalOf(request).workspaceId, request.params.id)
      const pages = everyRecipient(sending.pool, row, { state, refusedInCheck: refusedInCheck !== undefined })
      reply
        .type(format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson')
        .header('content-disposition', `attachment; filename="broadcast-${row.id}.${format}"`)
      return reply.send(Readable.from(format === 'csv' ? csvOf(keepingScope(pages)) : ndjsonOf(keepingScope(pages))))
    },
  )
}
