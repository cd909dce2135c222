import { EditTemplate, Template } from '@switchboard/contract'
import { editTemplate } from '../../../templates/template-desk.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { findPresentTemplate, findTemplate, TemplateParams } from './find.ts'
import type { TemplateDependencies } from './template-dependencies.ts'

/** `PATCH /v1/templates/:id`: another text or category, where WhatsApp lets one change it. */
export function registerEditTemplate(app: App, { db, templates }: TemplateDependencies): void {
  app.patch(
    '/v1/templates/:id',
    {
      schema: {
        summary: 'Change a template',
        description:
          'What is APPROVED, REJECTED or PAUSED can be changed, and is reviewed again; an approved one once a day and ten times in 30 days, and not its category.',
        tags: ['templates'],
        params: TemplateParams,
        body: EditTemplate,
        response: { 200: Template },
      },
    },
    async (request) => {
      const { id } = request.params
      const template = await findPresentTemplate(db, request, id)
      await editTemplate(templates, principalOf(request).workspaceId, template, request.body)
      return findTemplate(db, request, id)
    },
  )
}
