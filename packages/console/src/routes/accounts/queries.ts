import type {
  AccountCheck,
  AccountDraftCheck,
  AccountFormDescription,
  AccountProfile,
  AccountSubscription,
  AccountWebhook,
  BlockedPeople,
  BlockList,
  ConnectedAccount,
  SendReport,
  SendResult,
} from '@switchboard/contract'
import { queryOptions } from '@tanstack/react-query'
import { request } from '../../api/request.ts'

export const formsQuery = queryOptions({
  queryKey: ['account-forms'],
  queryFn: ({ signal }) => request<{ items: AccountFormDescription[] }>('/v1/accounts/forms', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
})

export const accountQuery = (id: string) =>
  queryOptions({
    queryKey: ['accounts', id],
    queryFn: ({ signal }) => request<ConnectedAccount>(`/v1/accounts/${id}`, { signal }),
  })

export const profileQuery = (id: string) =>
  queryOptions({
    queryKey: ['accounts', id, 'profile'],
    queryFn: ({ signal }) => request<AccountProfile>(`/v1/accounts/${id}/profile`, { signal }),
    staleTime: 60_000,
    retry: false,
  })

/** A provider may speak at any moment, and says so to nobody but the server: looked at again while somebody waits for it. */
export const webhookQuery = (id: string) =>
  queryOptions({
    queryKey: ['accounts', id, 'webhook'],
    queryFn: ({ signal }) => request<AccountWebhook>(`/v1/accounts/${id}/webhook`, { signal }),
    refetchInterval: 2_000,
  })

export const subscriptionQuery = (id: string) =>
  queryOptions({
    queryKey: ['accounts', id, 'subscription'],
    queryFn: ({ signal }) => request<AccountSubscription>(`/v1/accounts/${id}/subscription`, { signal }),
    retry: false,
  })

export const blockedQuery = (id: string) =>
  queryOptions({
    queryKey: ['accounts', id, 'blocked'],
    queryFn: ({ signal }) => request<BlockList>(`/v1/accounts/${id}/blocked`, { signal }),
    retry: false,
  })

export const sendQuery = (id: string) =>
  queryOptions({
    queryKey: ['send', id],
    queryFn: ({ signal }) => request<SendReport>(`/v1/messages/${id}/send`, { signal }),
    refetchInterval: ({ state }) => (isSettled(state.data) ? false : 1_000),
  })

function isSettled(report: SendReport | undefined): boolean {
  return (
    report !== undefined && (report.state === 'failed' || ['delivered', 'read', 'failed'].includes(report.status ?? ''))
  )
}

export type Draft = Readonly<Record<string, string>>

export const checkDraft = (body: Draft) => request<AccountDraftCheck>('/v1/accounts/check', { method: 'POST', body })
export const createAccount = (body: Draft) => request<ConnectedAccount>('/v1/accounts', { method: 'POST', body })
export const updateAccount = (id: string, body: object) =>
  request<ConnectedAccount>(`/v1/accounts/${id}`, { method: 'PATCH', body })
export const disableAccount = (id: string) => request<ConnectedAccount>(`/v1/accounts/${id}`, { method: 'DELETE' })
export const makeDefault = (id: string) => request<ConnectedAccount>(`/v1/accounts/${id}/default`, { method: 'POST' })
export const checkAccount = (id: string) => request<AccountCheck>(`/v1/accounts/${id}/check`, { method: 'POST' })
export const subscribe = (id: string, here: boolean) =>
  request<AccountSubscription>(`/v1/accounts/${id}/subscription`, { method: 'POST', body: { here } })
export const changeBlocked = (id: string, method: 'POST' | 'DELETE', person: string) =>
  request<BlockedPeople>(`/v1/accounts/${id}/blocked`, { method, body: { people: [person] } })
export const sendTest = (body: object, idempotencyKey: string) =>
  request<SendResult>('/v1/messages', { method: 'POST', query: { wait: 'accepted' }, body, idempotencyKey })
