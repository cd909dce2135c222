import { z } from 'zod'
import { listMessages } from '../../../store/queries/list-messages.ts'
import { conversationId, nextCursor } from '../tools/arguments.ts'
import { paged, readTool } from '../tools/tool.ts'
import { MessageView, messageView, peopleIn } from '../views/message.ts'
import { PersonView, peopleOf } from '../views/person.ts'
import { TimeZoneArgument, timeShower } from '../views/time.ts'
import { limitArgument } from './list-answer.ts'
import { readTime } from './read-time.ts'

/** The ingestion system's tool, with the arguments of its /admin/conversations/{id}/messages. */
export const getMessagesTool = readTool({
  name: 'get_messages',
  title: 'Get messages',
  description: 'Messages of a conversation, or of all, newest first.',
  toolset: 'compat',
  input: z.object({
    conversation_id: conversationId.optional(),
    limit: limitArgument(50),
    before_ts: z.string().optional().describe('ISO 8601; only earlier messages'),
    cursor: z.string().optional().describe('`nextCursor` of the answer before'),
    timezone: TimeZoneArgument,
  }),
  output: z.object({ people: z.array(PersonView), messages: z.array(MessageView), nextCursor }),
  async handle({ conversation_id, limit, before_ts, cursor, timezone }, { db, principal }) {
    const before = readTime('before_ts', before_ts)
    const time = timeShower(timezone)
    return paged({
      limit,
      fetch: (most) =>
        listMessages(db, principal.workspaceId, { conversationId: conversation_id, before, cursor, limit: most }),
      render: (page, clip) => ({
        people: peopleOf(page.items.flatMap(peopleIn)),
        messages: page.items.map((message) => messageView(message, { time, clip })),
        nextCursor: page.nextCursor,
      }),
    })
  },
})
