import { TestedTemplate, TestTemplate } from '@switchboard/contract'
import { z } from 'zod'
import { findBusinessAccount } from '../../../templates/business-account.ts'
import { fillTemplate } from '../../../templates/fill-template.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { callerOf, sendNow } from '../../sending.ts'
import { findPresentTemplate, TemplateParams } from './find.ts'
import type { TemplateDependencies } from './template-dependencies.ts'

/** Loose: what a schema does not name would be taken from the request. */
const Headers = z.looseObject({
  'idempotency-key': z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'The same key with the same request is the same send, however often it is asked for' }),
})

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
        headers: Headers,
        body: TestTemplate,
        response: { 202: TestedTemplate },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const template = await findPresentTemplate(db, request, request.params.id)
      const { to, accountId, ...filling } = request.body
      const { content, shown } = fillTemplate(template, filling)
      const idempotencyKey = request.headers['idempotency-key']
      const { workspaceId } = principal
      const { businessAccountId } = template
      const account =
        accountId ?? (await findBusinessAccount(templates.pool, workspaceId, { businessAccountId }))?.accountId
      const enqueued = await sendNow(sending, {
        workspaceId,
        caller: callerOf(principal, false),
        accountId: account,
        to,
        content,
        ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
      })
      request.auditSubject = enqueued.sends[0]?.id ?? null
      reply.code(202)
      return { ...enqueued, sends: [...enqueued.sends], shown }
    },
  )
}
