import { ConversationId, Message } from '@switchboard/contract'
import { z } from 'zod'
import type { Database } from '../../../store/database.ts'
import { listScheduled } from '../../../store/queries/list-scheduled.ts'
import { resolveConversation } from '../../../store/queries/resolve-merged.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'

/** `GET /v1/conversations/:id/scheduled`: what waits for its time there. */
export function registerListScheduled(app: App, { db }: { readonly db: Database }): void {
  app.get(
    '/v1/conversations/:id/scheduled',
    {
      schema: {
        summary: 'List scheduled messages',
        description:
          'The soonest first. Changed by `PATCH /v1/messages/{id}/send`, taken back by `POST /v1/messages/{id}/cancel`.',
        tags: ['conversations'],
        params: z.object({ id: ConversationId }),
        response: { 200: z.object({ items: z.array(Message) }) },
      },
    },
    async (request) => {
      const { workspaceId } = principalOf(request)
      const conversationId = await resolveConversation(db, workspaceId, request.params.id)
      if (!conversationId) throw new Refusal('not-found', { detail: `There is no conversation ${request.params.id}.` })
      return { items: await listScheduled(db, workspaceId, conversationId) }
    },
  )
}
