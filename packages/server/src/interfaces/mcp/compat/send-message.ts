import { z } from 'zod'
import { sendHints } from '../sending/send-arguments.ts'
import { ToolError, writeTool } from '../tools/tool.ts'
import { answerInShape, SendShape, sendFailure } from './send-shape.ts'
import { sendTargetOf } from './send-target.ts'

const number = z.string().min(1).max(200).optional()

/** lharries/whatsapp-mcp's tool (`recipient`) and frappe_whatsapp's, which names the number as its other tools do. */
export const compatSendMessageTool = writeTool({
  name: 'send_message',
  title: 'Send a message',
  description:
    'Sends a WhatsApp text to a person or group. `recipient`: a phone number with country code but no + or other signs, or a JID. ' +
    'Where a person has to approve it first, `success` is false and `message` says so.',
  toolset: 'compat',
  annotations: sendHints,
  input: z.object({
    recipient: number.describe('e.g. 4915112345678, 4915112345678@s.whatsapp.net, or …@g.us for a group'),
    to_number: number.describe('Instead of `recipient`, e.g. +4915112345678'),
    phone_number: number,
    message: z.string().min(1).max(65_536),
  }),
  output: SendShape,
  failure: sendFailure,
  handle(args, context) {
    const { message: text } = args
    const recipient = args.recipient ?? args.to_number ?? args.phone_number
    if (recipient === undefined) throw new ToolError('Name the `recipient`.')
    return answerInShape(context, { tool: 'compat send_message', args }, recipient, async () => ({
      to: await sendTargetOf(context, recipient),
      content: { type: 'text', text },
    }))
  },
})
