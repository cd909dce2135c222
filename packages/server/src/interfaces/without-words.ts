import type { ConversationCore } from '@switchboard/contract'
import { hasScope, type Principal } from '../access/principal.ts'

/** The conversation as this principal may see it: the words of its newest message are a message's, which needs `messages:read`. */
export function conversationFor<Shown extends ConversationCore>(principal: Principal, conversation: Shown): Shown {
  const { lastMessage } = conversation
  if (lastMessage === null || hasScope(principal, 'messages:read')) return conversation
  return { ...conversation, lastMessage: { ...lastMessage, text: null } }
}
