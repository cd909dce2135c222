import { z } from 'zod'
import { listMessages } from '../../../store/queries/list-messages.ts'
import { MessageView, messageView, peopleIn } from '../views/message.ts'
import { PersonView, peopleOf } from '../views/person.ts'
import { TimeZoneArgument, timeShower } from '../views/time.ts'
import {
  accountId,
  after,
  before,
  contactId,
  conversationId,
  cursor,
  direction,
  limitOf,
  nextCursor,
} from './arguments.ts'
import { paged, readTool } from './tool.ts'

export const listMessagesTool = readTool({
  name: 'list_messages',
  title: 'List messages',
  description:
    'Lists messages, newest first, sent and received ones alike: of one conversation (`conversationId`), of one person ' +
    '(`contactId`), or of everybody. Reactions, edits and receipts are already applied. To find words, use search_messages.',
  input: z.strictObject({
    conversationId: conversationId.optional(),
    contactId: contactId.optional(),
    accountId: accountId.optional(),
    direction: direction.optional(),
    type: z.string().optional().describe('Only of this type: text, image, video, audio, document, location, order …'),
    after,
    before,
    limit: limitOf(30),
    cursor,
    timezone: TimeZoneArgument,
  }),
  output: z.object({ people: z.array(PersonView), messages: z.array(MessageView), nextCursor }),
  async handle({ timezone, limit, ...args }, { db, principal }) {
    const time = timeShower(timezone)
    const inOneConversation = args.conversationId !== undefined
    return paged({
      limit,
      fetch: (most) => listMessages(db, principal.workspaceId, { ...args, limit: most, content: 'beyond-texts' }),
      render: (page, clip) => ({
        people: peopleOf(page.items.flatMap(peopleIn)),
        messages: page.items.map((item) => messageView(item, { time, clip, inOneConversation })),
        nextCursor: page.nextCursor,
      }),
    })
  },
})
