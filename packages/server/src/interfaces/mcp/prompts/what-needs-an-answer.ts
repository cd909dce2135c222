import { z } from 'zod'
import { listConversations } from '../../../store/queries/list-conversations.ts'
import { fitPage } from '../boundary/fit.ts'
import { conversationView } from '../views/conversation.ts'
import { timeShower } from '../views/time.ts'
import { definePrompt } from './prompt.ts'

const hour = 60 * 60 * 1000
const looked = 100
const longestPreview = 300

export const whatNeedsAnAnswerPrompt = definePrompt({
  name: 'what_needs_an_answer',
  title: 'What needs an answer',
  description: 'The conversations whose last message is the customer’s, most urgent first.',
  input: z.object({
    hours: z.coerce
      .number()
      .min(1)
      .max(24 * 90)
      .default(72)
      .describe('How far back to look, in hours; 72 by default'),
  }),
  async render({ hours }, { db, principal, now }) {
    const since = new Date(now().getTime() - hours * hour).toISOString()
    const time = timeShower(undefined)
    const text = await fitPage({
      limit: looked,
      fetch: (limit) => listConversations(db, principal.workspaceId, { since, limit }),
      render: (page, clip) => ({
        now: now().toISOString(),
        conversations: page.items
          .filter((conversation) => conversation.lastMessage?.direction === 'inbound')
          .map((conversation) => conversationView(conversation, { time, clip: Math.min(clip, longestPreview) })),
        nextCursor: page.nextCursor,
      }),
    })
    return {
      instruction:
        `Below are the WhatsApp conversations of the last ${hours} hours whose last message is the customer’s. Say which ` +
        'need an answer and which do not (a thank-you, an emoji, an automatic message), the most urgent first: who, what ' +
        'they want, since when they wait, and when the 24-hour window closes (`windowClosesAt`), after which only templates ' +
        'may be sent. Where the last message alone does not tell, read more with list_messages. Draft nothing unless asked.',
      data: { uri: 'switchboard://conversations', text },
    }
  },
})
