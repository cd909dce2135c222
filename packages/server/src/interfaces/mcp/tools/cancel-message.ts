import { z } from 'zod'
import { cancelSend } from '../../../outbox/cancel-send.ts'
import { requireOwnSend } from '../../../outbox/held-back.ts'
import { requireSendInReach } from '../../../outbox/reach.ts'
import { inTransaction } from '../../../store/in-transaction.ts'
import { findSends } from '../../../store/queries/find-sends.ts'
import { callerOf } from '../../sending.ts'
import { reportView } from '../sending/send-answer.ts'
import { messageId } from './arguments.ts'
import { single, ToolError, writeTool } from './tool.ts'

export const cancelMessageTool = writeTool({
  name: 'cancel_message',
  title: 'Cancel a message',
  description:
    'Takes back a message that has not left yet: one that waits for approval, for its time, or in the queue. What WhatsApp has ' +
    'cannot be taken back.',
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
  input: z.strictObject({ messageId: messageId.describe('Id from the answer of a sending tool') }),
  output: z.object({
    id: z.string(),
    state: z.string(),
    providerMessageId: z.string().optional(),
    error: z.string().optional(),
  }),
  async handle({ messageId: sendId }, { principal, sending }) {
    const { workspaceId, kind, name } = principal
    await requireSendInReach(sending.pool, principal.reach, workspaceId, sendId)
    // An assistant that may not send as it likes may not stop other people's messages either, whatever it may decide.
    await requireOwnSend(sending.pool, { workspaceId, sendId }, callerOf(principal, true), false)
    await inTransaction(sending.pool, (tx) => cancelSend(tx, { workspaceId, sendId, by: `${kind}:${name}` }))
    const [report] = await findSends(sending.pool, workspaceId, [sendId])
    if (!report) throw new ToolError('There is no such message to send.', 'send-not-found')
    return { ...single((clip) => reportView(report, clip)), subject: sendId }
  },
})
