import { ConversationId, Message } from '@switchboard/contract'
import { z } from 'zod'
import type { Database } from '../../../store/database.ts'
import { listScheduled } from '../../../store/queries/list-scheduled.ts'
import type { App } from '../../app.ts'
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
    async (request) => ({ items: await listScheduled(db, principalOf(request).workspaceId, request.params.id) }),
  )
}
