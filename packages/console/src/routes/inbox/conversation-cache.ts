import type { Conversation } from '@switchboard/contract'
import type { InfiniteData, QueryClient, QueryKey } from '@tanstack/react-query'
import { type ConversationPage, placeConversation } from './place-conversation.ts'
import { conversationQuery, listsKey } from './queries.ts'
import type { InboxFilter } from './views.ts'

type List = InfiniteData<ConversationPage, string | undefined>

/** Shows a conversation as it is now in every list that was loaded, and by itself. */
export function showConversation(queries: QueryClient, conversation: Conversation, memberId: string): void {
  queries.setQueryData(conversationQuery(conversation.id).queryKey, conversation)
  for (const { queryKey, promise } of queries.getQueryCache().findAll({ queryKey: listsKey })) {
    const place = () => placeInList(queries, queryKey, conversation, memberId)
    place()
    // A page that is under way is put behind the pages as they were when it was asked for: what was placed meanwhile would be lost.
    promise?.then(place, () => undefined)
  }
}

function placeInList(queries: QueryClient, key: QueryKey, conversation: Conversation, memberId: string): void {
  const data = queries.getQueryData<List>(key)
  if (!data) return
  const filter = key[2] as InboxFilter // as queries.ts makes the key
  const pages = placeConversation(data.pages, conversation, filter, memberId)
  if (pages !== data.pages) queries.setQueryData<List>(key, { ...data, pages: [...pages] })
}

/** What a conversation is called: the person, the group, or the number. */
export function nameOf({ contact, subject, groupId }: Conversation, unknown: string): string {
  return contact?.name ?? contact?.phone ?? contact?.username ?? subject ?? groupId ?? unknown
}
