import { z } from 'zod'
import { conversationFor } from '../../without-words.ts'
import { readTool } from '../tools/tool.ts'
import { TimeZoneArgument, timeShower } from '../views/time.ts'
import { findChats } from './find-chats.ts'
import { findByJid } from './jid.ts'
import { limitArgument, listAnswer, listOf, pageArgument } from './list-answer.ts'
import { blocksOf, ChatShape, chatShape } from './shapes.ts'

export const getContactChatsTool = readTool({
  name: 'get_contact_chats',
  title: 'Get the chats of a person',
  description:
    'All WhatsApp chats that involve a person: the direct ones and the groups, the most recently active first.',
  toolset: 'compat',
  input: z.object({
    jid: z.string().describe("The person's JID"),
    limit: limitArgument(20),
    page: pageArgument,
    timezone: TimeZoneArgument,
  }),
  output: listOf(ChatShape),
  textOf: blocksOf,
  async handle({ jid, limit, page, timezone }, { db, principal }) {
    const chat = await findByJid(db, principal.workspaceId, jid)
    const time = timeShower(timezone)
    return listAnswer({
      limit,
      page,
      fetch: async (most, offset) =>
        chat ? findChats(db, principal.workspaceId, { chat, withGroups: true, limit: most, offset }) : [],
      render: (found, clip) => [chatShape(conversationFor(principal, found), true, time, clip)],
    })
  },
})
