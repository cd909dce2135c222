import { z } from 'zod'
import { searchContacts } from '../../../store/queries/search-contacts.ts'
import { conversationFor } from '../../without-words.ts'
import { readTool, single, ToolError } from '../tools/tool.ts'
import { TimeZoneArgument, timeShower } from '../views/time.ts'
import { findChats } from './find-chats.ts'
import { findByJid } from './jid.ts'
import { ChatShape, chatShape } from './shapes.ts'

export const getDirectChatByContactTool = readTool({
  name: 'get_direct_chat_by_contact',
  title: 'Get the direct chat with a person',
  description: 'The direct WhatsApp chat with whoever has this phone number, or a number that contains it.',
  toolset: 'compat',
  input: z.object({
    sender_phone_number: z.string().describe('Phone number or a part of it'),
    timezone: TimeZoneArgument,
  }),
  output: ChatShape,
  async handle({ sender_phone_number: phone, timezone }, { db, principal }) {
    const { workspaceId } = principal
    const exact = await findByJid(db, workspaceId, phone)
    const similar = exact ? [] : (await searchContacts(db, workspaceId, { query: phone, limit: 1 })).items
    const chat = exact ?? (similar[0] ? { kind: 'person' as const, contactId: similar[0].id } : null)
    const [found] = chat?.kind === 'person' ? await findChats(db, workspaceId, { chat, limit: 1, offset: 0 }) : []
    if (!found) throw new ToolError('There is no direct chat with that number. search_contacts finds people by name.')
    const time = timeShower(timezone)
    return single((clip) => chatShape(conversationFor(principal, found), true, time, clip))
  },
})
