import { z } from 'zod'
import { listGrants } from '../../../people/oauth/grants.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { Assistant, type AssistantsDesk, assistantsOf, toAssistant } from './assistant.ts'

/** `GET /v1/assistants`: newest first, ended ones too. */
export function registerListAssistants(app: App, { pool }: AssistantsDesk): void {
  app.get(
    '/v1/assistants',
    {
      schema: {
        summary: 'List assistants',
        description: 'That people let in by OAuth: a member’s own, or with `assistants:manage` everybody’s.',
        tags: ['access'],
        response: { 200: z.object({ items: z.array(Assistant) }) },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const { workspaceId } = principal
      return { items: (await listGrants(pool, { workspaceId, userId: assistantsOf(principal) })).map(toAssistant) }
    },
  )
}
