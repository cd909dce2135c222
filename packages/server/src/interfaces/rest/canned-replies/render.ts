import { CannedReplyId, RenderCannedReply, RenderedReply } from '@switchboard/contract'
import { z } from 'zod'
import { getConversation } from '../../../store/queries/get-conversation.ts'
import { findCannedReply } from '../../../teamwork/canned-replies.ts'
import { renderCannedReply } from '../../../teamwork/render-canned-reply.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'
import type { TeamDesk } from '../conversations/team-desk.ts'

/** `POST /v1/canned-replies/:id/render`: what it says in one conversation. Nothing is sent. */
export function registerRenderCannedReply(app: App, { db, pool }: Pick<TeamDesk, 'db' | 'pool'>): void {
  app.post(
    '/v1/canned-replies/:id/render',
    {
      schema: {
        summary: 'Write a canned reply for a conversation',
        description: 'With its variables filled in. Nothing is sent.',
        tags: ['canned replies'],
        params: z.object({ id: CannedReplyId }),
        body: RenderCannedReply,
        response: { 200: RenderedReply },
      },
    },
    async (request) => {
      const { workspaceId, name } = principalOf(request)
      const { id } = request.params
      const reply = await findCannedReply(pool, workspaceId, id)
      if (!reply) throw new Refusal('not-found', { detail: `There is no canned reply ${id}.` })
      const { conversationId } = request.body
      const conversation = await getConversation(db, workspaceId, { conversationId })
      if (!conversation) throw new Refusal('not-found', { detail: `There is no conversation ${conversationId}.` })
      return renderCannedReply(reply.text, { contact: conversation.contact, agent: name })
    },
  )
}
