import { z } from 'zod'
import { callerOf } from '../../sending.ts'
import { conversationId, messageId } from './arguments.ts'
import { single, ToolError, writeTool } from './tool.ts'

export const markReadTool = writeTool({
  name: 'mark_read',
  title: 'Mark as read',
  description:
    'Shows a customer that their messages were read (blue ticks), and with `typing` that an answer is being written. Reading with ' +
    'the other tools shows them nothing.',
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  input: z.strictObject({
    conversationId,
    upTo: messageId.optional().describe('Id of the customer’s message up to which to mark. Default: the newest'),
    typing: z.boolean().default(false).describe('For 25 seconds at most, or until a message is sent'),
  }),
  output: z.object({
    conversationId: z.string(),
    messageId: z.string().describe('Up to this one'),
    typing: z.boolean(),
  }),
  async handle({ conversationId: id, upTo, typing }, { principal, sending }) {
    if (!sending.markRead) throw new ToolError('This server cannot mark messages as read.', 'content-not-supported')
    const caller = callerOf(principal, true)
    const { workspaceId } = principal
    const marked = await sending.markRead({ workspaceId, caller, conversationId: id, messageId: upTo, typing })
    return { ...single(() => ({ ...marked, typing })), subject: marked.messageId }
  },
})
