import { Readable } from 'node:stream'
import { z } from 'zod'
import type { Database } from '../../../store/database.ts'
import { type ExportedAuditRow, exportAudit } from '../../../store/queries/export-audit.ts'
import { keepingScope } from '../../../store/row-security/scope.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { auditFilters, lookingTools } from './audit-filters.ts'

const ndjson = 'application/x-ndjson'
/** Of a line. What is sent is a stream of them, so the type says nothing of the answer. */
const Row: z.ZodType<unknown> = z.looseObject({ seq: z.int(), hash: z.string() }).meta({ description: 'One line each' })

/** `GET /v1/audit/export`: streamed, so that it needs no more memory for a long audit. */
export function registerExportAudit(app: App, { db }: { readonly db: Database }): void {
  app.get(
    '/v1/audit/export',
    {
      config: { audit: { action: 'export' } },
      schema: {
        summary: 'The audit log, row by row',
        description:
          'One JSON object a line, oldest first, with everything that its hash is made of. Without filters it can be verified ' +
          'anywhere: how rows are encoded is in docs/operations/audit.md. Whole if the connection ends in order.',
        tags: ['audit'],
        querystring: z.object(auditFilters),
        produces: [ndjson],
        response: { 200: Row },
      },
    },
    (request, reply) => {
      const rows = exportAudit(db, principalOf(request).workspaceId, { ...request.query, looking: lookingTools })
      reply.type(ndjson).header('content-disposition', 'attachment; filename="audit.ndjson"')
      return reply.send(Readable.from(linesOf(keepingScope(rows))))
    },
  )
}

async function* linesOf(rows: AsyncIterable<ExportedAuditRow>): AsyncGenerator<string> {
  for await (const row of rows) yield `${JSON.stringify(row)}\n`
}
