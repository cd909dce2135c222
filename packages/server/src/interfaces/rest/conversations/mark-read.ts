import { ConversationId, MessageId } from '@switchboard/contract'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { MarkedRead } from '../../../outbox/mark-read.ts'
import { SendRefusal } from '../../../outbox/send-refusal.ts'
import { findMessagePlace } from '../../../store/queries/find-message-place.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'
import { callerOf, type Sending } from '../../sending.ts'

const Body = z.strictObject({
  typing: z
    .boolean()
    .default(false)
    .meta({ description: 'Show too that an answer is being written: for 25 seconds at most, or until it comes' }),
})
const MarkedReadAnswer = z
  .object({
    conversationId: ConversationId,
    messageId: MessageId.meta({ description: 'Up to this one the customer sees their messages as read' }),
  })
  .meta({ id: 'MarkedRead' })
const inConversation = z.object({ id: ConversationId })
const ofMessage = z.object({ id: MessageId })
const response = { 200: MarkedReadAnswer }

interface Asked {
  readonly conversationId: ConversationId
  readonly messageId?: MessageId
  readonly typing: boolean
}

/** What shows a customer that somebody is there. The provider is told at once; its refusal is the answer's. */
export function registerMarkRead(app: App, sending: Sending): void {
  const mark = async (request: FastifyRequest, asked: Asked): Promise<MarkedRead> => {
    if (!sending.markRead) throw new SendRefusal('content-not-supported', 'This server cannot show messages as read.')
    const principal = principalOf(request)
    const caller = callerOf(principal, false)
    return sending.markRead({ workspaceId: principal.workspaceId, caller, ...asked })
  }
  const description =
    'Tells the provider at once, so that the customer sees it. Reading through this API by itself shows them nothing.'
  app.post(
    '/v1/conversations/:id/read',
    {
      schema: {
        summary: 'Mark a conversation as read',
        description,
        tags: ['conversations'],
        params: inConversation,
        body: Body.nullish(),
        response,
      },
    },
    (request) => mark(request, { conversationId: request.params.id, typing: request.body?.typing ?? false }),
  )
  app.post(
    '/v1/conversations/:id/typing',
    {
      schema: {
        summary: 'Show that an answer is being written',
        description: 'For 25 seconds at most. WhatsApp has it only together with marking as read, so that happens too.',
        tags: ['conversations'],
        params: inConversation,
        response,
      },
    },
    (request) => mark(request, { conversationId: request.params.id, typing: true }),
  )
  app.post(
    '/v1/messages/:id/read',
    {
      schema: {
        summary: 'Mark a message as read',
        description: `${description} Everything before it counts as read too.`,
        tags: ['messages'],
        params: ofMessage,
        body: Body.nullish(),
        response,
      },
    },
    async (request) => {
      const { id } = request.params
      const place = await findMessagePlace(sending.pool, principalOf(request).workspaceId, id)
      if (!place) throw new Refusal('not-found', { detail: `There is no message ${id}.` })
      return mark(request, { ...place, messageId: id, typing: request.body?.typing ?? false })
    },
  )
}
