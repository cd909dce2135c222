import type {
  Approval,
  ApprovalState,
  ConversationId,
  OutboundContent,
  Template,
  ThreadPage,
} from '@switchboard/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { request } from '../../api/request.ts'

const page = 100

interface ApprovalPage {
  readonly items: readonly Approval[]
  readonly nextCursor: string | null
}

/** `GET /v1/approvals`, the newest first. */
export const approvalsQuery = (state: ApprovalState) =>
  infiniteQueryOptions({
    queryKey: ['approvals', state],
    queryFn: ({ signal, pageParam }) =>
      request<ApprovalPage>('/v1/approvals', { query: { state, limit: page, cursor: pageParam }, signal }),
    initialPageParam: null as string | null, // null: from the beginning
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })

/** The last words of the conversation, for whoever has to judge an answer to them. */
export const contextQuery = (conversationId: ConversationId) =>
  queryOptions({
    queryKey: ['approvals', 'context', conversationId],
    queryFn: ({ signal }) =>
      request<ThreadPage>(`/v1/conversations/${conversationId}/messages`, { query: { limit: 8 }, signal }),
    select: ({ items }) => items.toReversed(),
  })

/** The template of a message that waits, by which its values are shown one by one; null: it is not known here. */
export const templateOfQuery = (accountId: Approval['accountId'], name: string, language: string) =>
  queryOptions({
    queryKey: ['templates', 'named', accountId, name, language],
    queryFn: async ({ signal }) => {
      const query = { accountId, language, search: name, limit: 100 }
      const { items } = await request<{ items: readonly Template[] }>('/v1/templates', { query, signal })
      return items.find((template) => template.name === name) ?? null
    },
  })

export interface Verdict {
  readonly verdict: 'approve' | 'reject'
  /** What goes instead; the yes is to this. */
  readonly content?: OutboundContent
  readonly note?: string
}

/** Decides about what was seen: if it is not that any more, the server refuses. */
export function decide({ id, fingerprint }: Approval, { verdict, ...said }: Verdict): Promise<Approval> {
  return request(`/v1/approvals/${id}/${verdict}`, { method: 'POST', body: { fingerprint, ...said } })
}

/** The same message once more, with a template's text as it is now. @returns the approval that waits instead */
export function askAnew({ sendId, contents }: Approval): Promise<Approval> {
  return request(`/v1/messages/${sendId}`, { method: 'PATCH', body: { content: contents[0] } })
}
