import { z } from 'zod'
import { BulkAnswer } from '../sending/bulk-answer.ts'
import { sendHints } from '../sending/send-arguments.ts'
import type { Wanted } from '../sending/send-one.ts'
import { mostRecipients, sendBulk } from '../tools/send-bulk-messages.ts'
import { ToolError, writeTool } from '../tools/tool.ts'
import { sendTargetOf } from './send-target.ts'

const number = z.string().min(1).max(200)
const Recipient = z.union([
  number,
  z.object({
    to_number: number.optional(),
    phone_number: number.optional(),
    recipient: number.optional(),
    message: z.string().min(1).max(4_096).optional(),
  }),
])

/** frappe_whatsapp's tool: numbers, or numbers with a message of their own. */
export const compatSendBulkMessagesTool = writeTool({
  name: 'send_bulk_messages',
  title: 'Send bulk messages',
  description:
    `Sends a WhatsApp text to up to ${mostRecipients} numbers, one message each, and says of each what became of it. For more: ` +
    'POST /v1/broadcasts.',
  toolset: 'compat',
  annotations: sendHints,
  input: z.object({
    recipients: z
      .array(Recipient)
      .min(1)
      .max(mostRecipients, {
        error: `are ${mostRecipients} at most. For more, a person starts a broadcast: POST /v1/broadcasts`,
      }),
    message: z.string().min(1).max(4_096).optional().describe('For all who have none of their own'),
  }),
  output: BulkAnswer,
  async handle(args, context) {
    const { recipients, message } = args
    const wanted: Wanted[] = []
    for (const one of recipients) {
      const { to, text = message } =
        typeof one === 'string'
          ? { to: one }
          : { to: one.to_number ?? one.phone_number ?? one.recipient, text: one.message }
      if (to === undefined) throw new ToolError('A recipient has no `to_number`.')
      if (text === undefined) throw new ToolError(`There is no \`message\` for ${to.slice(0, 60)}.`)
      wanted.push({ to: await sendTargetOf(context, to), content: { type: 'text', text }, purpose: 'bulk' })
    }
    return sendBulk(context, { tool: 'compat send_bulk_messages', args }, () => wanted, undefined)
  },
})
