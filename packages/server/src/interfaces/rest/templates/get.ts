import { Template } from '@switchboard/contract'
import type { Database } from '../../../store/database.ts'
import type { App } from '../../app.ts'
import { findTemplate, TemplateParams } from './find.ts'

/** `GET /v1/templates/:id`, also of one that is deleted. */
export function registerGetTemplate(app: App, { db }: { readonly db: Database }): void {
  app.get(
    '/v1/templates/:id',
    {
      schema: {
        summary: 'One template',
        description: 'Also one that the provider has no more: `deletedAt` says since when that is known.',
        tags: ['templates'],
        params: TemplateParams,
        response: { 200: Template },
      },
    },
    (request) => findTemplate(db, request, request.params.id),
  )
}
