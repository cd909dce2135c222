import { TestedTemplate, TestTemplate } from '@switchboard/contract'
import { findBusinessAccount } from '../../../templates/business-account.ts'
import { fillTemplate } from '../../../templates/fill-template.ts'
import { answerSend, SendHeaders, SendQuery } from '../../answer-send.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { findPresentTemplate, TemplateParams } from './find.ts'
import type { TemplateDependencies } from './template-dependencies.ts'

/** `POST /v1/templates/:id/test`: rendered, then sent to one recipient through the same gate as everything. */
export function registerTestTemplate(app: App, { db, templates, sending }: TemplateDependencies): void {
  app.post(
    '/v1/templates/:id/test',
    {
      schema: {
        summary: 'Send a template to one recipient',
        description: 'A real message: rendered, decided by the policy gate, queued. The answer says what was sent.',
        tags: ['templates'],
        params: TemplateParams,
        querystring: SendQuery,
        headers: SendHeaders,
        body: TestTemplate,
        response: { 202: TestedTemplate },
      },
    },
    async (request, reply) => {
      const { workspaceId } = principalOf(request)
      const template = await findPresentTemplate(db, request, request.params.id)
      const { to, accountId: named, ...filling } = request.body
      const { content, shown } = fillTemplate(template, filling)
      const { businessAccountId } = template
      const accountId =
        named ?? (await findBusinessAccount(templates.pool, workspaceId, { businessAccountId }))?.accountId
      return { ...(await answerSend(sending, request, reply, request, { accountId, to, content })), shown }
    },
  )
}
