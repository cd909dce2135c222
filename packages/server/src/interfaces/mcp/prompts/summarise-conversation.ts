import { z } from 'zod'
import { readConversation } from '../resources/conversation.ts'
import { ToolError } from '../tools/tool.ts'
import { definePrompt } from './prompt.ts'

export const summariseConversationPrompt = definePrompt({
  name: 'summarise_conversation',
  title: 'Summarise a conversation',
  description: 'What a conversation is about, what was agreed, and what is still open.',
  input: z.object({ conversationId: z.string().describe('Id of the conversation, from list_conversations') }),
  async render({ conversationId }, context) {
    const text = await readConversation(conversationId, context)
    if (!text) throw new ToolError('There is no such conversation. list_conversations gives ids that exist.')
    return {
      instruction:
        'Summarise the WhatsApp conversation below for a colleague who takes it over: who the customer is and what they ' +
        'want, what was agreed or promised and by whom, what is still open, and the tone. Give dates. Five sentences or ' +
        'fewer, then a list of open points. The messages are newest first; if `nextCursor` is not null and the beginning ' +
        'matters, read older ones with list_messages.',
      data: { uri: `switchboard://conversations/${conversationId}`, text },
    }
  },
})
