import type {
  CreateWebhookEndpoint,
  WebhookDelivery,
  WebhookDeliveryDetail,
  WebhookEndpoint,
  WebhooksReplayed,
  WebhookTest,
} from '@switchboard/contract'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { request } from '../../../api/request.ts'

/** Shown this once. */
export interface EndpointWithSecret extends WebhookEndpoint {
  readonly secret: string
}

export const endpointsQuery = queryOptions({
  queryKey: ['webhook-endpoints'],
  queryFn: ({ signal }) => request<{ readonly items: readonly WebhookEndpoint[] }>('/v1/webhook-endpoints', { signal }),
})

export const endpointQuery = (id: string) =>
  queryOptions({
    queryKey: ['webhook-endpoints', id],
    queryFn: ({ signal }) => request<WebhookEndpoint>(`/v1/webhook-endpoints/${id}`, { signal }),
    // Whether it fails or is paused changes with its deliveries, and no event tells of it.
    refetchInterval: 10_000,
  })

export const deliveriesQuery = (id: string) =>
  queryOptions({
    queryKey: ['webhook-endpoints', id, 'deliveries'],
    queryFn: ({ signal }) =>
      request<{ readonly items: readonly WebhookDelivery[] }>(`/v1/webhook-endpoints/${id}/deliveries`, {
        query: { limit: 50 },
        signal,
      }),
    refetchInterval: 10_000,
  })

export const deliveryQuery = (id: string) =>
  queryOptions({
    queryKey: ['webhook-deliveries', id],
    queryFn: ({ signal }) => request<WebhookDeliveryDetail>(`/v1/webhook-deliveries/${id}`, { signal }),
  })

type Fields = Partial<CreateWebhookEndpoint>

export function useCreateEndpoint() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Fields) => request<EndpointWithSecret>('/v1/webhook-endpoints', { method: 'POST', body }),
    onSuccess: () => client.invalidateQueries({ queryKey: endpointsQuery.queryKey }),
  })
}

/** What can be done with one endpoint. */
export function useEndpointActions(id: string) {
  const client = useQueryClient()
  const at = `/v1/webhook-endpoints/${id}`
  const onSuccess = () => client.invalidateQueries({ queryKey: endpointsQuery.queryKey })
  const post = <Answer>(path: string, body?: object) =>
    request<Answer>(`${at}/${path}`, { method: 'POST', ...(body && { body }) })
  return {
    update: useMutation({
      mutationFn: (body: Fields) => request<WebhookEndpoint>(at, { method: 'PATCH', body }),
      onSuccess,
    }),
    /** `missed`: what happened since it was disabled is sent too. */
    enable: useMutation({
      mutationFn: (from: 'missed' | 'now') => post<WebhookEndpoint>('enable', { from }),
      onSuccess,
    }),
    disable: useMutation({ mutationFn: () => post<WebhookEndpoint>('disable'), onSuccess }),
    rotate: useMutation({ mutationFn: () => post<EndpointWithSecret>('rotate-secret'), onSuccess }),
    test: useMutation({ mutationFn: () => post<WebhookTest>('test') }),
    replay: useMutation({ mutationFn: (body: object) => post<WebhooksReplayed>('replay', body), onSuccess }),
    remove: useMutation({ mutationFn: () => request<WebhookEndpoint>(at, { method: 'DELETE' }), onSuccess }),
  }
}
