import { z } from 'zod'
import { getMessageContext } from '../../../store/queries/get-message-context.ts'
import { readTool, single, ToolError } from '../tools/tool.ts'
import { TimeZoneArgument, timeShower } from '../views/time.ts'
import { chatNamesOf } from './chat-names.ts'
import { findMessageId } from './find-message-id.ts'
import { MessageShape, messageShape } from './shapes.ts'

const neighbours = z.int().min(0).max(50).default(5)

export const compatGetMessageContextTool = readTool({
  name: 'get_message_context',
  title: 'Get the context of a message',
  description: 'A WhatsApp message with those before and after it in its chat.',
  toolset: 'compat',
  input: z.object({
    message_id: z.string().min(1).describe('The `id` of a message'),
    before: neighbours,
    after: neighbours,
    timezone: TimeZoneArgument,
  }),
  output: z.object({ message: MessageShape, before: z.array(MessageShape), after: z.array(MessageShape) }),
  async handle({ message_id, before, after, timezone }, { db, principal }) {
    const { workspaceId } = principal
    const messageId = await findMessageId(db, workspaceId, message_id)
    const context = messageId ? await getMessageContext(db, workspaceId, { messageId, before, after }) : null
    if (!context) throw new ToolError('There is no message with that id. list_messages gives ids that exist.')
    const nameOf = await chatNamesOf(db, workspaceId, [context.message])
    const chat = nameOf(context.message)
    const time = timeShower(timezone)
    return single((clip) => ({
      message: messageShape(context.message, chat, time, clip),
      // The nearest first, as the original has them.
      before: context.before.toReversed().map((message) => messageShape(message, chat, time, Math.min(clip, 1_000))),
      after: context.after.map((message) => messageShape(message, chat, time, Math.min(clip, 1_000))),
    }))
  },
})
