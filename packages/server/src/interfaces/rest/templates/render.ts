import { RenderedTemplate, RenderTemplate } from '@switchboard/contract'
import type { Database } from '../../../store/database.ts'
import { fillTemplate } from '../../../templates/fill-template.ts'
import type { App } from '../../app.ts'
import { findTemplate, TemplateParams } from './find.ts'

/** `POST /v1/templates/:id/render`: what the customer would see. Nothing is sent. */
export function registerRenderTemplate(app: App, { db }: { readonly db: Database }): void {
  app.post(
    '/v1/templates/:id/render',
    {
      config: { audit: { action: 'read' } },
      schema: {
        summary: 'Render a template',
        description:
          'What the customer would see, and the content to send. Texts among the values are Liquid, strictly: a variable that is not given needs a default.',
        tags: ['templates'],
        params: TemplateParams,
        body: RenderTemplate,
        response: { 200: RenderedTemplate },
      },
    },
    async (request) => fillTemplate(await findTemplate(db, request, request.params.id), request.body),
  )
}
