import { MessageId, SendResult } from '@switchboard/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { findMessagePlace } from '../../../store/queries/find-message-place.ts'
import { answerSend, SendHeaders, SendQuery } from '../../answer-send.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'
import type { Sending } from '../../sending.ts'

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
const Params = z.object({ id: MessageId })
const Body = z.strictObject({
  emoji: z
    .string()
    .min(1)
    .max(30)
    .refine((emoji) => isOneEmoji(emoji), { error: 'is one emoji, like 👍' }),
})
interface Asked {
  readonly query: z.infer<typeof SendQuery>
  readonly headers: z.infer<typeof SendHeaders>
  readonly id: MessageId
  readonly emoji: string | null
}

/** `PUT|DELETE /v1/messages/:id/reaction`: ours, of which a message has one. Goes the way of every send. */
export function registerReact(app: App, sending: Sending): void {
  const react = async (request: FastifyRequest, reply: FastifyReply, { id, emoji, ...how }: Asked) => {
    const place = await findMessagePlace(sending.pool, principalOf(request).workspaceId, id)
    if (!place) throw new Refusal('not-found', { detail: `There is no message ${id}.` })
    const { conversationId } = place
    const content = { type: 'reaction' as const, messageId: id, emoji }
    return answerSend(sending, request, reply, how, { to: { conversationId }, content })
  }
  const common = { tags: ['messages'], params: Params, querystring: SendQuery, headers: SendHeaders }
  app.put(
    '/v1/messages/:id/reaction',
    {
      schema: {
        summary: 'React to a message',
        description: 'In place of an earlier reaction of ours. Goes through the policy gate as every send does.',
        ...common,
        body: Body,
        response: { 202: SendResult },
      },
    },
    (request, reply) => {
      const { query, headers, params, body } = request
      return react(request, reply, { query, headers, id: params.id, emoji: body.emoji })
    },
  )
  app.delete(
    '/v1/messages/:id/reaction',
    {
      schema: {
        summary: 'Take a reaction back',
        description: 'Ours; the customer’s own stay. Goes through the policy gate as every send does.',
        ...common,
        response: { 202: SendResult },
      },
    },
    (request, reply) => {
      const { query, headers, params } = request
      return react(request, reply, { query, headers, id: params.id, emoji: null })
    },
  )
}

function isOneEmoji(text: string): boolean {
  return (
    [...graphemes.segment(text)].length === 1 &&
    /\p{Emoji_Presentation}|\p{Emoji}\uFE0F|\p{RI}|\p{Extended_Pictographic}/u.test(text)
  )
}
