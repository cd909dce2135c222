import { Template } from '@switchboard/contract'
import { deleteTemplate } from '../../../templates/template-desk.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { findTemplate, TemplateParams } from './find.ts'
import type { TemplateDependencies } from './template-dependencies.ts'

/** `DELETE /v1/templates/:id`: in its language only. Deleting twice is deleting once. */
export function registerDeleteTemplate(app: App, { db, templates }: TemplateDependencies): void {
  app.delete(
    '/v1/templates/:id',
    {
      schema: {
        summary: 'Delete a template',
        description: 'In its language only. WhatsApp does not take the name of an approved one again for 30 days.',
        tags: ['templates'],
        params: TemplateParams,
        response: { 200: Template },
      },
    },
    async (request) => {
      const template = await findTemplate(db, request, request.params.id)
      if (template.deletedAt === null) await deleteTemplate(templates, principalOf(request).workspaceId, template)
      return findTemplate(db, request, template.id)
    },
  )
}
