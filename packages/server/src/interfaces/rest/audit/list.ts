import { AuditItem, PageQuery, pageOf } from '@switchboard/contract'
import type { Database } from '../../../store/database.ts'
import { listAudit } from '../../../store/queries/list-audit.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { auditFilters, lookingTools } from './audit-filters.ts'

const Query = PageQuery.extend(auditFilters)

/** `GET /v1/audit`: who did what, newest first. */
export function registerListAudit(app: App, { db }: { readonly db: Database }): void {
  app.get(
    '/v1/audit',
    {
      schema: { summary: 'Who did what', tags: ['audit'], querystring: Query, response: { 200: pageOf(AuditItem) } },
    },
    (request) => listAudit(db, principalOf(request).workspaceId, { ...request.query, looking: lookingTools }),
  )
}
