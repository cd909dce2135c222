import { z } from 'zod'
import { getConversation } from '../../../store/queries/get-conversation.ts'
import { conversationFor } from '../../without-words.ts'
import { ConversationView, conversationView } from '../views/conversation.ts'
import { TimeZoneArgument, timeShower } from '../views/time.ts'
import { conversationId } from './arguments.ts'
import { readTool, single, ToolError } from './tool.ts'

export const getConversationTool = readTool({
  name: 'get_conversation',
  title: 'Get a conversation',
  description:
    'One conversation: its contact or, for a group, its participants; its last message; until when free-form messages may ' +
    'be sent. Its messages come from list_messages.',
  input: z.strictObject({ conversationId, timezone: TimeZoneArgument }),
  output: z.object({ conversation: ConversationView }),
  async handle({ conversationId: id, timezone }, { db, principal }) {
    const conversation = await getConversation(db, principal.workspaceId, { conversationId: id })
    if (!conversation) throw new ToolError(`There is no conversation ${id}. list_conversations gives ids that exist.`)
    const time = timeShower(timezone)
    return single((clip) => ({
      conversation: conversationView(conversationFor(principal, conversation), { time, clip }),
    }))
  },
})
