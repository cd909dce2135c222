import type { Conversation } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { type ConversationPage, placeConversation } from './place-conversation.ts'
import type { InboxFilter } from './views.ts'

/** As much of one as lists are about. */
const conversation = (id: string, minute: number, more: object = {}): Conversation =>
  ({
    ...{
      id,
      accountId: 'a',
      status: 'open',
      assignee: null,
      labels: [],
      unanswered: true,
      unreadCount: 1,
      firstUnreadId: null,
    },
    lastMessageAt: `2026-01-01T00:${String(minute).padStart(2, '0')}:00.000Z`,
    ...more,
  }) as unknown as Conversation

const page = (nextCursor: string | null, ...items: Conversation[]): ConversationPage => ({ items, nextCursor })
const ids = (pages: readonly ConversationPage[]) => pages.flatMap(({ items }) => items.map(({ id }) => id)).join('')
const open: InboxFilter = { view: 'open' }

const pages = [
  page('more', conversation('a', 9), conversation('b', 7)),
  page('more', conversation('c', 5), conversation('d', 3)),
]

test('a conversation with a newer message moves to where it belongs, across pages', () => {
  expect(ids(placeConversation(pages, conversation('d', 10), open, 'me'))).toBe('dabc')
  expect(ids(placeConversation(pages, conversation('d', 6), open, 'me'))).toBe('abdc')
  expect(ids(placeConversation(pages, conversation('e', 8), open, 'me'))).toBe('aebcd')
})

test('what would stand below the last page that was loaded comes with the next one', () => {
  expect(ids(placeConversation(pages, conversation('e', 1), open, 'me'))).toBe('abcd')
  const all = [page(null, conversation('a', 9))]
  expect(ids(placeConversation(all, conversation('e', 1), open, 'me'))).toBe('ae')
  expect(ids(placeConversation([page(null)], conversation('e', 1), open, 'me'))).toBe('e')
})

test('what does not belong any more leaves', () => {
  expect(ids(placeConversation(pages, conversation('b', 7, { status: 'resolved' }), open, 'me'))).toBe('acd')
  const mine: InboxFilter = { view: 'mine' }
  expect(ids(placeConversation(pages, conversation('b', 7), mine, 'me'))).toBe('acd')
  const taken = conversation('e', 8, { assignee: { id: 'me', name: 'Me' } })
  expect(ids(placeConversation(pages, taken, mine, 'me'))).toBe('aebcd')
})

test('what was read stays among the unread as long as the list is looked at, and what is searched for is changed in its place', () => {
  const read = conversation('b', 7, { unreadCount: 0 })
  expect(ids(placeConversation(pages, read, { view: 'unread' }, 'me'))).toBe('abcd')
  const searched: InboxFilter = { view: 'open', q: 'bo' }
  expect(ids(placeConversation(pages, conversation('b', 10), searched, 'me'))).toBe('bacd')
  expect(ids(placeConversation(pages, conversation('e', 10), searched, 'me'))).toBe('abcd')
})
