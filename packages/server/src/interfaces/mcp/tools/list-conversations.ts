import { z } from 'zod'
import { listConversations } from '../../../store/queries/list-conversations.ts'
import { conversationFor } from '../../without-words.ts'
import { ConversationView, conversationView } from '../views/conversation.ts'
import { TimeZoneArgument, timeShower } from '../views/time.ts'
import { accountId, contactId, cursor, limitOf, nextCursor } from './arguments.ts'
import { paged, readTool } from './tool.ts'

/** A list shows how a conversation ends, not all of it. */
const longestPreview = 300

export const listConversationsTool = readTool({
  name: 'list_conversations',
  title: 'List conversations',
  description:
    'Lists WhatsApp conversations, the most recently active first, each with its contact (or group subject), its last ' +
    'message and whether the customer waits for an answer. Narrow by account, contact, kind or `since`.',
  input: z.strictObject({
    accountId: accountId.optional(),
    contactId: contactId.optional().describe('Only conversations with this person, groups included'),
    kind: z.enum(['direct', 'group']).optional(),
    since: z.iso.datetime({ offset: true }).optional().describe('Only with a message at or after this time (ISO 8601)'),
    limit: limitOf(20),
    cursor,
    timezone: TimeZoneArgument,
  }),
  output: z.object({ conversations: z.array(ConversationView), nextCursor }),
  async handle({ timezone, limit, ...args }, { db, principal }) {
    const time = timeShower(timezone)
    return paged({
      limit,
      fetch: (most) => listConversations(db, principal.workspaceId, { ...args, limit: most }),
      render: (page, clip) => ({
        conversations: page.items.map((item) =>
          conversationView(conversationFor(principal, item), { time, clip: Math.min(clip, longestPreview) }),
        ),
        nextCursor: page.nextCursor,
      }),
    })
  },
})
