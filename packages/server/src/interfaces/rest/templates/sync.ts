import { SyncTemplates, TemplateSync } from '@switchboard/contract'
import { z } from 'zod'
import { syncDue } from '../../../templates/sync-due.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'
import type { TemplateDependencies } from './template-dependencies.ts'

/** `POST /v1/templates/sync`: reads them from the provider now. */
export function registerSyncTemplates(app: App, { templates }: TemplateDependencies): void {
  app.post(
    '/v1/templates/sync',
    {
      schema: {
        summary: 'Read the templates from the provider now',
        description:
          "Of one account's business or of all. They are read every hour and after webhooks anyway. One that fails stops no other. Breaking off the request breaks off the reading.",
        tags: ['templates'],
        body: SyncTemplates.nullish(),
        response: { 200: z.object({ items: z.array(TemplateSync) }) },
      },
    },
    async (request, reply) => {
      const { workspaceId } = principalOf(request)
      const accountId = request.body?.accountId
      const gone = new AbortController()
      reply.raw.once('close', () => gone.abort())
      const items = await syncDue(templates, { workspaceId, accountId, which: 'all' }, gone.signal)
      if (items.length === 0 && accountId !== undefined)
        throw new Refusal('templates-not-listed', {
          detail:
            'There is no such account, its provider lists no templates here, or its business account is not known yet.',
        })
      return { items }
    },
  )
}
