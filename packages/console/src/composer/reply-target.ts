import type { ConversationId, Message } from '@switchboard/contract'
import { useSyncExternalStore } from 'react'

/** What the next message of a conversation quotes. Kept while the console is open. */
const targets = new Map<ConversationId, Message>()
const listeners = new Set<() => void>()

/** Quotes a message in what is written next; null: none. The composer takes the focus. */
export function setReplyTarget(conversationId: ConversationId, message: Message | null): void {
  if (message === null) targets.delete(conversationId)
  else targets.set(conversationId, message)
  for (const listener of listeners) listener()
}

export function useReplyTarget(conversationId: ConversationId): Message | undefined {
  return useSyncExternalStore(subscribe, () => targets.get(conversationId))
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
