import { sendStates } from '@switchboard/contract'
import { z } from 'zod'
import { findSends } from '../../../store/queries/find-sends.ts'
import { getMessage } from '../../../store/queries/get-message.ts'
import { reportView } from '../sending/send-answer.ts'
import { messageId } from './arguments.ts'
import { readTool, single, ToolError } from './tool.ts'

const mostReceipts = 50

export const getMessageStatusTool = readTool({
  name: 'get_message_status',
  title: 'Get the status of a message',
  description:
    'Where a sent message is: waiting for approval, queued, accepted by WhatsApp, failed with the reason, or unknown; then its ' +
    'receipts (sent, delivered, read).',
  toolset: 'send',
  input: z.strictObject({ messageId: messageId.describe('Id from the answer of a sending tool, or of any message') }),
  output: z.object({
    send: z
      .object({
        id: z.string(),
        state: z.enum(sendStates),
        providerMessageId: z.string().optional(),
        error: z.string().optional(),
      })
      .optional()
      .describe('Of messages that were sent from here'),
    status: z.string().optional().describe('The furthest receipt'),
    receipts: z.array(z.object({ status: z.string(), at: z.string() })),
  }),
  async handle({ messageId: id }, { db, principal, sending }) {
    const { workspaceId } = principal
    const [[report], message] = await Promise.all([
      findSends(sending.pool, workspaceId, [id]),
      getMessage(db, workspaceId, { messageId: id }),
    ])
    if (!report && !message)
      throw new ToolError('There is no such message. The answer of a sending tool gives its id.', 'not-found')
    return single((clip) => ({
      send: report && reportView(report, clip),
      status: message?.status ?? undefined,
      receipts: (message?.statuses ?? []).slice(-mostReceipts).map(({ status, at }) => ({ status, at })),
    }))
  },
})
