import { ConversationId } from '@switchboard/contract'
import { z } from 'zod'
import { markSeen } from '../../../teamwork/mark-seen.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { requireMember } from './read-filters.ts'
import { requireConversation } from './require-conversation.ts'
import type { TeamDesk } from './team-desk.ts'

/** `POST /v1/conversations/:id/seen`. */
export function registerMarkSeen(app: App, { db, pool }: TeamDesk): void {
  app.post(
    '/v1/conversations/:id/seen',
    {
      schema: {
        summary: 'Say that you have read a conversation',
        description:
          'For `unreadCount`: each member has a mark of their own. Shows the customer nothing; `…/read` does that.',
        tags: ['conversations'],
        params: z.object({ id: ConversationId }),
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const { workspaceId } = principal
      const conversationId = await requireConversation(db, workspaceId, request.params.id)
      await markSeen(pool, { workspaceId, memberId: requireMember(principal, 'id'), conversationId })
      return reply.code(204).send()
    },
  )
}
