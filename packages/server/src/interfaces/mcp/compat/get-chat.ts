import { z } from 'zod'
import { conversationFor } from '../../without-words.ts'
import { readTool, single, ToolError } from '../tools/tool.ts'
import { TimeZoneArgument, timeShower } from '../views/time.ts'
import { findChats } from './find-chats.ts'
import { findByJid } from './jid.ts'
import { ChatShape, chatShape } from './shapes.ts'

export const getChatTool = readTool({
  name: 'get_chat',
  title: 'Get a chat',
  description:
    'One WhatsApp chat by its JID. Where a person wrote to several of our numbers, the most recently active one.',
  toolset: 'compat',
  input: z.object({
    chat_jid: z.string().describe('e.g. 4915112345678@s.whatsapp.net, or …@g.us for a group'),
    include_last_message: z.boolean().default(true),
    timezone: TimeZoneArgument,
  }),
  output: ChatShape,
  async handle({ chat_jid, include_last_message, timezone }, { db, principal }) {
    const chat = await findByJid(db, principal.workspaceId, chat_jid)
    const [found] = chat ? await findChats(db, principal.workspaceId, { chat, limit: 1, offset: 0 }) : []
    if (!found) throw new ToolError('There is no chat with that JID. list_chats gives JIDs that exist.')
    const time = timeShower(timezone)
    return single((clip) => chatShape(conversationFor(principal, found), include_last_message, time, clip))
  },
})
