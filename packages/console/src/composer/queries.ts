import type {
  Account,
  AccountCapabilities,
  AccountId,
  CannedReplyId,
  ConnectedAccount,
  Contact,
  ContactId,
  ConversationId,
  Message,
  Note,
  OutboundContent,
  RenderedReply,
  RenderedTemplate,
  RenderTemplate,
  SendReport,
  SendResult,
  Template,
  TemplateId,
} from '@switchboard/contract'
import { queryOptions } from '@tanstack/react-query'
import { request } from '../api/request.ts'

/** `GET /v1/accounts/:id/capabilities` */
export const capabilitiesQuery = (accountId: AccountId) =>
  queryOptions({
    queryKey: ['accounts', accountId, 'capabilities'],
    queryFn: ({ signal }) => request<AccountCapabilities>(`/v1/accounts/${accountId}/capabilities`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** `GET /v1/accounts/:id` */
export const accountQuery = (accountId: AccountId) =>
  queryOptions({
    queryKey: ['accounts', accountId],
    queryFn: ({ signal }) => request<ConnectedAccount>(`/v1/accounts/${accountId}`, { signal }),
  })

/** `GET /v1/contacts/:id` */
export const contactQuery = (contactId: ContactId | undefined) =>
  queryOptions({
    queryKey: ['contacts', contactId],
    queryFn: ({ signal }) => request<Contact>(`/v1/contacts/${contactId}`, { signal }),
    enabled: contactId !== undefined,
  })

/** `GET /v1/templates`: the approved ones that the account can send. */
export const sendableTemplatesQuery = (accountId: Account['id'], search: string) =>
  queryOptions({
    queryKey: ['templates', 'sendable', accountId, search],
    queryFn: ({ signal }) =>
      request<{ items: Template[] }>('/v1/templates', {
        query: { accountId, status: 'APPROVED', search: search.trim() || undefined, limit: 100 },
        signal,
      }),
    placeholderData: (before) => before,
  })

/** `GET /v1/conversations/:id/scheduled` */
export const scheduledQuery = (conversationId: ConversationId) =>
  queryOptions({
    queryKey: ['conversations', conversationId, 'scheduled'],
    queryFn: ({ signal }) => request<{ items: Message[] }>(`/v1/conversations/${conversationId}/scheduled`, { signal }),
  })

export function renderCannedReply(id: CannedReplyId, conversationId: ConversationId): Promise<RenderedReply> {
  return request(`/v1/canned-replies/${id}/render`, { method: 'POST', body: { conversationId } })
}

export function renderTemplate(
  id: TemplateId,
  filling: Pick<RenderTemplate, 'parameters'>,
  signal: AbortSignal,
): Promise<RenderedTemplate> {
  return request(`/v1/templates/${id}/render`, { method: 'POST', body: filling, signal })
}

export function writeNote(conversationId: ConversationId, text: string): Promise<Note> {
  return request(`/v1/conversations/${conversationId}/notes`, { method: 'POST', body: { text } })
}

/** Shows the customer that somebody writes. Whether it worked matters to nobody. */
export function showTyping(conversationId: ConversationId): void {
  request(`/v1/conversations/${conversationId}/typing`, { method: 'POST' }).catch(() => undefined)
}

export interface Scheduling {
  readonly conversationId: ConversationId
  readonly content: OutboundContent
  readonly quotedMessageId?: string
  readonly sendAt: string
}

export function schedule({ conversationId, ...send }: Scheduling): Promise<SendResult> {
  return request('/v1/messages', { method: 'POST', body: { to: { conversationId }, ...send } })
}

export function reschedule(id: string, change: { readonly sendAt: string | null }): Promise<SendReport> {
  return request(`/v1/messages/${id}/send`, { method: 'PATCH', body: change })
}

export function cancelScheduled(id: string): Promise<SendReport> {
  return request(`/v1/messages/${id}/cancel`, { method: 'POST' })
}
