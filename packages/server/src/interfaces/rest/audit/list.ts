import { PageQuery, pageOf, Timestamp } from '@switchboard/contract'
import { z } from 'zod'
import type { Database } from '../../../store/database.ts'
import { listAudit } from '../../../store/queries/list-audit.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'

const AuditItem = z
  .object({
    id: z.uuid(),
    at: Timestamp,
    actorKind: z.string(),
    actor: z.string(),
    interface: z.string(),
    action: z.string(),
    target: z.string(),
    subject: z.string().nullable(),
    arguments: z.unknown(),
    outcome: z.string(),
    status: z.int().nullable(),
    address: z.string().nullable(),
    requestId: z.string().nullable(),
  })
  .meta({ id: 'AuditItem' })

const Query = PageQuery.extend({
  actor: z.string().optional(),
  actorKind: z.string().optional(),
  interface: z.string().optional(),
  action: z.string().optional(),
  target: z.string().optional(),
  subject: z.string().optional(),
  outcome: z.enum(['ok', 'refused', 'failed']).optional(),
  after: Timestamp.optional(),
  before: Timestamp.optional(),
})

/** `GET /v1/audit`: who did what, newest first. */
export function registerListAudit(app: App, { db }: { readonly db: Database }): void {
  app.get(
    '/v1/audit',
    {
      config: { scope: 'audit:read' },
      schema: { summary: 'Who did what', tags: ['audit'], querystring: Query, response: { 200: pageOf(AuditItem) } },
    },
    (request) => listAudit(db, principalOf(request).workspaceId, request.query),
  )
}
