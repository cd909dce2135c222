import type {
  Call,
  ConversationChange,
  ConversationId,
  Message,
  MessageDetail,
  MessageId,
  Note,
  SendReport,
  ThreadPage,
} from '@switchboard/contract'
import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { request } from '../api/request.ts'
import { heardHere } from '../live/heard-here.ts'
import { newClientId } from '../outgoing/client-id.ts'
import { refreshed, type ThreadState, threadOf } from './thread-state.ts'

/** What fills a screen or two, and is there at once. */
const firstPage = 40
const nextPage = 100

export function threadKey(conversationId: ConversationId) {
  return ['thread', conversationId] as const
}

interface PageAsked {
  readonly around?: MessageId | undefined
  readonly cursor?: string
  readonly order?: 'newest' | 'oldest'
}

export function fetchPage(conversationId: ConversationId, asked: PageAsked, signal?: AbortSignal): Promise<ThreadPage> {
  const limit = asked.cursor === undefined ? firstPage : nextPage
  return request<ThreadPage>(`/v1/conversations/${conversationId}/messages`, {
    query: { ...asked, limit },
    ...(signal ? { signal } : undefined),
  })
}

/** What is loaded of a conversation: at first its newest messages, or those about one of them. Live events keep it true. */
export function threadQuery(client: QueryClient, conversationId: ConversationId, around: MessageId | undefined) {
  const queryKey = [...threadKey(conversationId), around ?? null] as const
  return queryOptions({
    queryKey,
    queryFn: async ({ signal }): Promise<ThreadState> => {
      const asOf = heardHere.position()
      const page = await fetchPage(conversationId, { around }, signal)
      const former = client.getQueryData<ThreadState>(queryKey)
      return former ? refreshed(former, page, asOf) : threadOf(page, asOf)
    },
    // Nobody keeps it true while it is not shown.
    refetchOnMount: 'always',
    gcTime: 60_000,
  })
}

/** Calls with this person; they are few beside messages, so the newest of them are enough. */
export function callsQuery(conversationId: ConversationId) {
  return queryOptions({
    queryKey: ['calls', 'of', conversationId],
    queryFn: ({ signal }) => request<{ items: Call[] }>('/v1/calls', { query: { conversationId, limit: 200 }, signal }),
    select: ({ items }) => items,
  })
}

/** What the team wrote for itself. */
export function notesQuery(conversationId: string) {
  return queryOptions({
    queryKey: ['conversations', 'notes', conversationId],
    queryFn: ({ signal }) => request<{ items: Note[] }>(`/v1/conversations/${conversationId}/notes`, { signal }),
    select: ({ items }) => items,
  })
}

/** What the team did with it, the newest first. */
export function changesQuery(conversationId: string) {
  return queryOptions({
    queryKey: ['conversations', 'changes', conversationId],
    queryFn: ({ signal }) =>
      request<{ items: ConversationChange[] }>(`/v1/conversations/${conversationId}/history`, { signal }),
    select: ({ items }) => items,
  })
}

export function messageQuery(id: MessageId) {
  return queryOptions({
    queryKey: ['message', id],
    queryFn: ({ signal }) => request<MessageDetail>(`/v1/messages/${id}`, { signal }),
    staleTime: 0,
  })
}

export function react(message: Message, emoji: string | null): Promise<unknown> {
  const path = `/v1/messages/${message.id}/reaction`
  const idempotencyKey = newClientId()
  return emoji === null
    ? request(path, { method: 'DELETE', idempotencyKey })
    : request(path, { method: 'PUT', body: { emoji }, idempotencyKey })
}

export function cancelSend(id: MessageId): Promise<unknown> {
  return request(`/v1/messages/${id}/cancel`, { method: 'POST' })
}

export type Outcome = { readonly outcome: 'sent' } | { readonly outcome: 'not-sent'; readonly sendAgain: boolean }

export function settleSend(id: MessageId, outcome: Outcome): Promise<unknown> {
  return request(`/v1/messages/${id}/settle`, { method: 'POST', body: outcome })
}

/** When a message that waits is due; why one failed. */
export function sendQuery(id: MessageId) {
  return queryOptions({
    queryKey: ['message', id, 'send'],
    queryFn: ({ signal }) => request<SendReport>(`/v1/messages/${id}/send`, { signal }),
  })
}
