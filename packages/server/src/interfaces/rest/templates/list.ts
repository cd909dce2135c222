import { pageOf, Template, TemplateQuery } from '@switchboard/contract'
import type { Database } from '../../../store/database.ts'
import { listTemplates } from '../../../store/queries/list-templates.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'

/** `GET /v1/templates`: what can be sent outside of the service window, and what waits for review. */
export function registerListTemplates(app: App, { db }: { readonly db: Database }): void {
  app.get(
    '/v1/templates',
    {
      schema: {
        summary: 'List templates',
        description: 'By name and language, as the provider last showed them. Those that it has no more are left out.',
        tags: ['templates'],
        querystring: TemplateQuery,
        response: { 200: pageOf(Template) },
      },
    },
    (request) => listTemplates(db, principalOf(request).workspaceId, request.query),
  )
}
