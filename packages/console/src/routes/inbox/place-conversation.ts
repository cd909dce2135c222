import type { Conversation } from '@switchboard/contract'
import { belongs, type InboxFilter } from './views.ts'

export interface ConversationPage {
  readonly items: readonly Conversation[]
  readonly nextCursor: string | null
}

/**
 * The pages of a list with one conversation as it is now: where its newest message puts it, or not at all. What would stand below the
 * last page that was loaded comes with the next one. Pure.
 */
export function placeConversation(
  pages: readonly ConversationPage[],
  conversation: Conversation,
  filter: InboxFilter,
  memberId: string,
): readonly ConversationPage[] {
  const was = pages.some(({ items }) => items.some(({ id }) => id === conversation.id))
  // Who reads what is unread shall not see it vanish under their eyes.
  const stays = was && filter.view === 'unread' && conversation.status === 'open'
  const fits = belongs(filter, conversation, memberId) ?? was
  if (!was && !fits) return pages
  const without = pages.map((page) => ({ ...page, items: page.items.filter(({ id }) => id !== conversation.id) }))
  return fits || stays ? insert(without, conversation) : without
}

function insert(pages: readonly ConversationPage[], conversation: Conversation): readonly ConversationPage[] {
  const place = pages.findIndex(({ items }) => items.some((item) => isNewer(conversation, item)))
  if (place === -1) {
    const last = pages.at(-1)
    if (!last || last.nextCursor !== null) return pages
    return pages.with(-1, { ...last, items: [...last.items, conversation] })
  }
  return pages.map((page, index) => {
    if (index !== place) return page
    const at = page.items.findIndex((item) => isNewer(conversation, item))
    return { ...page, items: page.items.toSpliced(at, 0, conversation) }
  })
}

/** In the order of the server's list. */
function isNewer(a: Conversation, b: Conversation): boolean {
  const [atA, atB] = [a.lastMessageAt ?? '', b.lastMessageAt ?? '']
  return atA === atB ? a.id > b.id : atA > atB
}
