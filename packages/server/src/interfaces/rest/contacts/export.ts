import { Readable } from 'node:stream'
import { ContactId } from '@switchboard/contract'
import type pg from 'pg'
import { z } from 'zod'
import { type ExportedRow, exportContact } from '../../../retention/export-contact.ts'
import { keepingScope } from '../../../store/row-security/scope.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'

const ndjson = 'application/x-ndjson'
/** Of a line. What is sent is a stream of them, so the type says nothing of the answer. */
const Row: z.ZodType<unknown> = z
  .looseObject({
    kind: z.enum([
      'contact',
      'identity',
      'preference',
      'conversation',
      'note',
      'reaction',
      'broadcast',
      'call',
      'message',
    ]),
  })
  .meta({ description: 'One line each; what an identity or a conversation is (phone, group …) is its `type`' })

/** `GET /v1/contacts/:id/export`: streamed, so that it needs no more memory for a person with many messages. */
export function registerExportContact(app: App, { pool }: { readonly pool: pg.Pool }): void {
  app.get(
    '/v1/contacts/:id/export',
    {
      config: { audit: { action: 'export' } },
      schema: {
        summary: 'Everything that is kept of one person',
        description:
          'One JSON object a line: the contact, identities, preferences, conversations, notes, reactions, broadcasts, calls, then messages with ' +
          'their receipts and edits. Whole if the connection ends in order.',
        tags: ['contacts'],
        params: z.object({ id: ContactId }),
        produces: [ndjson],
        response: { 200: Row },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const principal = principalOf(request)
      const rows = exportContact(pool, principal.workspaceId, id)
      // Before anything is sent, so that an unknown contact is refused and not an empty success.
      const first = await rows.next()
      if (first.done) throw new Refusal('not-found', { detail: `There is no contact ${id}.` })
      reply.type(ndjson).header('content-disposition', `attachment; filename="contact-${id}.ndjson"`)
      return reply.send(Readable.from(linesOf(first.value, keepingScope(rows))))
    },
  )
}

async function* linesOf(first: ExportedRow, rest: AsyncIterable<ExportedRow>): AsyncGenerator<string> {
  yield `${JSON.stringify(first)}\n`
  for await (const row of rest) yield `${JSON.stringify(row)}\n`
}
