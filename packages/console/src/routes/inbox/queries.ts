import type { Contact, Conversation, ConversationCounts } from '@switchboard/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { request } from '../../api/request.ts'
import type { ConversationPage } from './place-conversation.ts'
import { type InboxFilter, queryOf } from './views.ts'

/** All lists of conversations, whatever they are narrowed to. */
export const listsKey = ['conversations', 'list'] as const

/** Who reads on past the first page reads far: a few large pages are also soon asked for again. */
const furtherPage = 200

export const listQuery = (filter: InboxFilter) =>
  infiniteQueryOptions({
    queryKey: [...listsKey, filter] as const,
    queryFn: ({ pageParam, signal }) =>
      request<ConversationPage>('/v1/conversations', {
        query: { ...queryOf(filter), ...(pageParam !== undefined && { cursor: pageParam, limit: furtherPage }) },
        signal,
      }),
    initialPageParam: undefined as string | undefined, // the first page has no cursor
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    // Nobody keeps it true while it is not shown.
    refetchOnMount: 'always',
  })

export const conversationQuery = (id: string) =>
  queryOptions({
    queryKey: ['conversations', 'one', id] as const,
    queryFn: ({ signal }) => request<Conversation>(`/v1/conversations/${id}`, { signal }),
    refetchOnMount: 'always',
  })

export const countsKey = ['conversations', 'counts'] as const

/** Of everything, or of one account or label. */
export const countsQuery = (filter: Pick<InboxFilter, 'account' | 'label'> = {}) =>
  queryOptions({
    queryKey: [...countsKey, filter.account, filter.label] as const,
    queryFn: ({ signal }) =>
      request<ConversationCounts>('/v1/conversations/counts', {
        query: { accountId: filter.account, labelId: filter.label },
        signal,
      }),
    // What is snoozed comes back by the clock, and nobody says so.
    refetchInterval: 60_000,
  })

export const contactQuery = (id: string) =>
  queryOptions({
    queryKey: ['contacts', 'one', id] as const,
    queryFn: ({ signal }) => request<Contact>(`/v1/contacts/${id}`, { signal }),
  })

/** Every conversation with one person, on whatever account. */
export const conversationsWithQuery = (contactId: string) =>
  queryOptions({
    queryKey: ['conversations', 'with', contactId] as const,
    queryFn: ({ signal }) =>
      request<ConversationPage>('/v1/conversations', { query: { contactId, limit: 20 }, signal }),
  })
