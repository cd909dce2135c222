import { ConversationId, Direction, Message, MessageType, PageQuery, pageOf, Timestamp } from '@switchboard/contract'
import { z } from 'zod'
import type { Database } from '../../../store/database.ts'
import { listMessages } from '../../../store/queries/list-messages.ts'
import { resolveConversation } from '../../../store/queries/resolve-merged.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'

const Query = PageQuery.extend({
  type: MessageType.optional(),
  direction: Direction.optional(),
  after: Timestamp.optional().meta({ description: 'Sent at this time or later' }),
  before: Timestamp.optional().meta({ description: 'Sent before this time' }),
})

/** `GET /v1/conversations/:id/messages`: the newest first. */
export function registerListConversationMessages(app: App, { db }: { readonly db: Database }): void {
  app.get(
    '/v1/conversations/:id/messages',
    {
      schema: {
        summary: 'Messages of a conversation',
        description:
          'The newest first, with edits, reactions and receipts applied. A message that its author took back keeps its text ' +
          'and has `revokedAt`.',
        tags: ['conversations'],
        params: z.object({ id: ConversationId }),
        querystring: Query,
        response: { 200: pageOf(Message) },
      },
    },
    async (request) => {
      const { workspaceId } = principalOf(request)
      const conversationId = await resolveConversation(db, workspaceId, request.params.id)
      if (!conversationId) throw new Refusal('not-found', { detail: `There is no conversation ${request.params.id}.` })
      return listMessages(db, workspaceId, { ...request.query, conversationId })
    },
  )
}
