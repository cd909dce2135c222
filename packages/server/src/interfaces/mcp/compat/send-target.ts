import type { SendTarget } from '../../../outbox/parse-recipient.ts'
import { type ToolContext, ToolError } from '../tools/tool.ts'
import { findChats } from './find-chats.ts'
import { findByJid } from './jid.ts'

const personJid = /^\+?(\d{5,20})(?::\d+)?(?:@(?:s\.whatsapp\.net|c\.us))?$/

/**
 * Whom older set-ups mean: a number with its country but no plus, as WhatsApp writes them, a JID, or what chats are called here.
 * A number as people write it (+49 151 …) does too.
 *
 * @throws {ToolError} for a JID of nobody
 */
export async function sendTargetOf({ db, principal }: ToolContext, recipient: string): Promise<SendTarget> {
  const words = recipient.trim()
  const waId = personJid.exec(words)?.[1]
  if (waId !== undefined) return { waId }
  if (!words.includes('@')) return words
  const { workspaceId } = principal
  const chat = await findByJid(db, workspaceId, words)
  if (chat?.kind === 'person') return { contactId: chat.contactId }
  const [found] = chat ? await findChats(db, workspaceId, { chat, limit: 1, offset: 0 }) : []
  if (!found)
    throw new ToolError('There is no chat with that JID. list_chats gives JIDs that exist.', 'recipient-not-found')
  return { conversationId: found.id }
}
