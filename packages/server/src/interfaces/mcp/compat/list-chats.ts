import { z } from 'zod'
import { conversationFor } from '../../without-words.ts'
import { readTool } from '../tools/tool.ts'
import { TimeZoneArgument, timeShower } from '../views/time.ts'
import { findChats } from './find-chats.ts'
import { limitArgument, listAnswer, listOf, pageArgument } from './list-answer.ts'
import { blocksOf, ChatShape, chatShape } from './shapes.ts'

export const listChatsTool = readTool({
  name: 'list_chats',
  title: 'List chats',
  description: 'WhatsApp chats by name or JID, with their last message, the most recently active first (or by name).',
  toolset: 'compat',
  input: z.object({
    query: z.string().optional().describe('Part of a name or JID'),
    limit: limitArgument(20),
    page: pageArgument,
    include_last_message: z.boolean().default(true),
    sort_by: z.enum(['last_active', 'name']).default('last_active'),
    timezone: TimeZoneArgument,
  }),
  output: listOf(ChatShape),
  textOf: blocksOf,
  async handle({ query, limit, page, include_last_message, sort_by, timezone }, { db, principal }) {
    const time = timeShower(timezone)
    return listAnswer({
      limit,
      page,
      fetch: (most, offset) => findChats(db, principal.workspaceId, { query, sortBy: sort_by, limit: most, offset }),
      render: (chat, clip) => [chatShape(conversationFor(principal, chat), include_last_message, time, clip)],
    })
  },
})
