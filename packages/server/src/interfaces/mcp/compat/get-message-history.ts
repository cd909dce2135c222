import { z } from 'zod'
import { listMessages } from '../../../store/queries/list-messages.ts'
import { nextCursor } from '../tools/arguments.ts'
import { paged, readTool, ToolError } from '../tools/tool.ts'
import { MessageView, messageView, peopleIn } from '../views/message.ts'
import { PersonView, peopleOf } from '../views/person.ts'
import { TimeZoneArgument, timeShower } from '../views/time.ts'
import { findByJid } from './jid.ts'
import { limitArgument } from './list-answer.ts'

/** frappe_whatsapp's tool. */
export const getMessageHistoryTool = readTool({
  name: 'get_message_history',
  title: 'Get message history',
  description: 'WhatsApp messages from and to a phone number, or of everybody, newest first.',
  toolset: 'compat',
  input: z.object({
    phone_number: z.string().nullish().describe('e.g. +4915112345678'),
    limit: limitArgument(20),
    cursor: z.string().optional(),
    timezone: TimeZoneArgument,
  }),
  output: z.object({ people: z.array(PersonView), messages: z.array(MessageView), nextCursor }),
  async handle({ phone_number, limit, cursor, timezone }, { db, principal }) {
    const chat = phone_number ? await findByJid(db, principal.workspaceId, phone_number) : undefined
    if (chat === null || chat?.kind === 'group') throw new ToolError('Nobody is known by that phone number.')
    const time = timeShower(timezone)
    return paged({
      limit,
      fetch: (most) => listMessages(db, principal.workspaceId, { contactId: chat?.contactId, cursor, limit: most }),
      render: (page, clip) => ({
        people: peopleOf(page.items.flatMap(peopleIn)),
        messages: page.items.map((message) => messageView(message, { time, clip })),
        nextCursor: page.nextCursor,
      }),
    })
  },
})
