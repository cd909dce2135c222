import { z } from 'zod'
import { answerSent } from '../sending/answer-sent.ts'
import { SendAnswer } from '../sending/send-answer.ts'
import { commonOf, recipient, sendArguments, sendHints } from '../sending/send-arguments.ts'
import { writeTool } from './tool.ts'

export const sendMessageTool = writeTool({
  name: 'send_message',
  title: 'Send a message',
  description:
    'Sends a WhatsApp text. Free texts reach a customer only within 24 hours of their last message; later, use send_template. ' +
    'The answer says what became of it: `held` means that a person has to approve it first.',
  annotations: sendHints,
  input: z.strictObject({
    to: recipient,
    text: z.string().min(1).max(65_536).describe('WhatsApp’s own *bold*, _italic_ and ~struck~; no Markdown'),
    ...sendArguments,
    previewLinks: z.boolean().optional().describe('Show a preview of the first link'),
    split: z.boolean().optional().describe('A text that is too long for one message becomes several'),
  }),
  output: SendAnswer,
  handle(args, context) {
    const { to, text, previewLinks, split, waitSeconds, ...common } = args
    return answerSent(context, { tool: 'send_message', args, waitSeconds }, () => ({
      ...commonOf(common),
      to,
      content: { type: 'text', text, ...(previewLinks === undefined ? {} : { previewUrl: previewLinks }) },
      ...(split === undefined ? {} : { split }),
    }))
  },
})
