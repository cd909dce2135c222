import type { ConversationId, Message, WorkspaceId } from '@switchboard/contract'
import type { Database } from '../../../store/database.ts'
import { getConversation } from '../../../store/queries/get-conversation.ts'
import { type ChatName, chatName } from './shapes.ts'

export type ChatNames = (message: Message) => ChatName

/** What the chats of these messages are called. One look-up per conversation, of which a page has few. */
export async function chatNamesOf(
  db: Database,
  workspaceId: WorkspaceId,
  messages: readonly Message[],
): Promise<ChatNames> {
  const names = new Map<ConversationId, ChatName>()
  for (const { conversationId } of messages) {
    if (names.has(conversationId)) continue
    const conversation = await getConversation(db, workspaceId, { conversationId })
    if (conversation) names.set(conversationId, chatName(conversation))
  }
  return (message) => names.get(message.conversationId) ?? { jid: 'unknown@contact', name: null }
}
