import { CreateTemplate, Template } from '@switchboard/contract'
import { createTemplate } from '../../../templates/template-desk.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { findTemplate } from './find.ts'
import type { TemplateDependencies } from './template-dependencies.ts'

/** `POST /v1/templates`: hands one in for review. */
export function registerCreateTemplate(app: App, { db, templates }: TemplateDependencies): void {
  app.post(
    '/v1/templates',
    {
      schema: {
        summary: 'Hand a template in for review',
        description:
          'Checked here first: what a review would refuse at once is refused with each place. 201: the provider has it; its status says how the review stands, and follows by itself.',
        tags: ['templates'],
        body: CreateTemplate,
        response: { 201: Template },
      },
    },
    async (request, reply) => {
      const id = await createTemplate(templates, principalOf(request).workspaceId, request.body)
      request.auditSubject = id
      reply.code(201).header('location', `/v1/templates/${id}`)
      return findTemplate(db, request, id)
    },
  )
}
