import {
  ConversationId,
  Direction,
  MessageId,
  MessageType,
  PageQuery,
  ThreadPage,
  Timestamp,
} from '@switchboard/contract'
import { z } from 'zod'
import type { Database } from '../../../store/database.ts'
import { listThread } from '../../../store/queries/list-thread.ts'
import { resolveConversation } from '../../../store/queries/resolve-merged.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'

const Query = PageQuery.extend({
  type: MessageType.optional(),
  direction: Direction.optional(),
  after: Timestamp.optional().meta({ description: 'Sent at this time or later' }),
  before: Timestamp.optional().meta({ description: 'Sent before this time' }),
  order: z.enum(['newest', 'oldest']).default('newest').meta({ description: 'What comes first' }),
  around: MessageId.optional().meta({
    description: 'A page about this message, newest first; instead of `cursor` and `order`',
  }),
}).refine(({ around, cursor, order }) => around === undefined || (cursor === undefined && order === 'newest'), {
  path: ['around'],
  error: 'begins a walk: give it without `cursor` and `order`',
})

/** `GET /v1/conversations/:id/messages`: pages in both directions, or about a message. */
export function registerListConversationMessages(app: App, { db }: { readonly db: Database }): void {
  app.get(
    '/v1/conversations/:id/messages',
    {
      schema: {
        summary: 'Messages of a conversation',
        description:
          'The newest first, with edits, reactions and receipts applied. A message that its author took back keeps its text ' +
          'and has `revokedAt`. `olderCursor` goes on with `order=newest`, `newerCursor` with `order=oldest`; what arrives ' +
          'meanwhile neither shifts nor doubles anything. `around` begins at a message in the middle.',
        tags: ['conversations'],
        params: z.object({ id: ConversationId }),
        querystring: Query,
        response: { 200: ThreadPage },
      },
    },
    async (request) => {
      const { workspaceId } = principalOf(request)
      const conversationId = await resolveConversation(db, workspaceId, request.params.id)
      if (!conversationId) throw new Refusal('not-found', { detail: `There is no conversation ${request.params.id}.` })
      const page = await listThread(db, workspaceId, { ...request.query, conversationId })
      if (!page) {
        throw new Refusal('not-found', { detail: `The conversation has no message ${request.query.around}.` })
      }
      return page
    },
  )
}
