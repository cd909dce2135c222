import { z } from 'zod'
import { getMessage } from '../../../store/queries/get-message.ts'
import { answerSent } from '../sending/answer-sent.ts'
import { SendAnswer } from '../sending/send-answer.ts'
import { sendArguments } from '../sending/send-arguments.ts'
import { messageId } from './arguments.ts'
import { ToolError, writeTool } from './tool.ts'

export const sendReactionTool = writeTool({
  name: 'send_reaction',
  title: 'React to a message',
  description: 'Reacts to a message with an emoji, in place of an earlier reaction of ours; null takes that back.',
  // One reaction a message: a new one replaces what was there, and twice the same is once.
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
  input: z.strictObject({
    messageId,
    emoji: z
      .string()
      .min(1)
      .max(30)
      .nullable()
      .refine((emoji) => emoji === null || isOneEmoji(emoji), { error: 'is one emoji, or null' }),
    reason: sendArguments.reason,
    idempotencyKey: sendArguments.idempotencyKey,
    waitSeconds: sendArguments.waitSeconds,
  }),
  output: SendAnswer,
  handle(args, context) {
    const { messageId: target, emoji, reason, waitSeconds, idempotencyKey } = args
    return answerSent(context, { tool: 'send_reaction', args, waitSeconds }, async () => {
      const { db, principal } = context
      const message = await getMessage(db, principal.workspaceId, { messageId: target })
      if (!message) throw new ToolError('There is no such message. list_messages gives ids that exist.', 'not-found')
      return {
        to: { conversationId: message.conversationId },
        content: { type: 'reaction', messageId: target, emoji },
        ...(reason === undefined ? {} : { reason }),
        ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
      }
    })
  },
})

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

function isOneEmoji(text: string): boolean {
  const [first, second] = graphemes.segment(text)
  return (
    first !== undefined &&
    second === undefined &&
    /\p{Emoji_Presentation}|\p{Emoji}\uFE0F|\p{RI}|\p{Extended_Pictographic}/u.test(text)
  )
}
