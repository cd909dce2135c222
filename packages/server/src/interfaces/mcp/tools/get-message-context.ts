import { z } from 'zod'
import { getMessageContext } from '../../../store/queries/get-message-context.ts'
import { MessageView, messageView, peopleIn } from '../views/message.ts'
import { PersonView, peopleOf } from '../views/person.ts'
import { TimeZoneArgument, timeShower } from '../views/time.ts'
import { messageId } from './arguments.ts'
import { readTool, single, ToolError } from './tool.ts'

/** Of the message that was asked for; its neighbours are shown as in lists. */
const longestText = 12_000
const longestNeighbour = 1_000

export const getMessageContextTool = readTool({
  name: 'get_message_context',
  title: 'Get a message with its neighbours',
  description:
    'One message with what was said before and after it in the same conversation, oldest first. With before=0 and after=0 ' +
    'just the message. A text longer than fits is given piece by piece with `textOffset`.',
  input: z.strictObject({
    messageId,
    before: z.int().min(0).max(50).default(5).describe('How many messages before it'),
    after: z.int().min(0).max(50).default(5).describe('How many messages after it'),
    textOffset: z
      .int()
      .min(0)
      .default(0)
      .describe('Leave out so many characters of the text; `textCut.shown` of the piece before'),
    timezone: TimeZoneArgument,
  }),
  output: z.object({
    conversationId: z.string(),
    people: z.array(PersonView),
    before: z.array(MessageView),
    message: MessageView,
    after: z.array(MessageView),
  }),
  async handle({ messageId: id, before, after, textOffset, timezone }, { db, principal }) {
    const context = await getMessageContext(db, principal.workspaceId, { messageId: id, before, after })
    if (!context)
      throw new ToolError(`There is no message ${id}. list_messages and search_messages give ids that exist.`)
    const time = timeShower(timezone)
    const all = [...context.before, context.message, ...context.after]
    return single((clip) => {
      const neighbour = { time, clip: Math.min(clip, longestNeighbour), inOneConversation: true }
      return {
        conversationId: context.message.conversationId,
        people: peopleOf(all.flatMap(peopleIn)),
        before: context.before.map((message) => messageView(message, neighbour)),
        message: messageView(context.message, { time, clip, textOffset, inOneConversation: true }),
        after: context.after.map((message) => messageView(message, neighbour)),
      }
    }, longestText)
  },
})
