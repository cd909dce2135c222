import type { AccountId, Scope, SendPolicy } from '@switchboard/contract'
import { queryOptions } from '@tanstack/react-query'
import { request } from '../../api/request.ts'

export interface Assistant {
  readonly id: string
  readonly clientName: string
  readonly redirectHost: string
  readonly memberName: string
  readonly sendPolicy: SendPolicy
  readonly scopes: readonly string[]
  readonly createdAt: string
  readonly lastUsedAt: string | null
  readonly revokedAt: string | null
}

export interface Key {
  readonly id: string
  readonly name: string
  readonly scopes: readonly string[]
  readonly sendPolicy: SendPolicy | null
  readonly revokedAt: string | null
}

export interface Call {
  readonly id: string
  readonly at: string
  readonly actor: string
  readonly clientName: string | null
  readonly target: string
  readonly outcome: string
}

export interface Connection {
  readonly publicUrl: string | null
  readonly program: {
    readonly command: string
    readonly arguments: readonly string[]
    readonly dataDirectory: string
  } | null
}

export const assistantsQuery = queryOptions({
  queryKey: ['assistants'],
  queryFn: ({ signal }) => request<{ items: Assistant[] }>('/v1/assistants', { signal }),
  refetchInterval: 5_000,
})

export const keysQuery = queryOptions({
  queryKey: ['keys', 'assistants'],
  queryFn: ({ signal }) => request<{ items: Key[] }>('/v1/keys', { signal }),
})

export const connectionQuery = queryOptions({
  queryKey: ['assistants', 'connection'],
  queryFn: ({ signal }) => request<Connection>('/v1/assistants/connection', { signal }),
})

/** What came over MCP by keys, newest first. */
export const keyCallsQuery = queryOptions({
  queryKey: ['audit', 'mcp', 'key'],
  queryFn: ({ signal }) =>
    request<{ items: Call[] }>('/v1/audit', { signal, query: { interface: 'mcp', actorKind: 'key', limit: 100 } }),
  refetchInterval: 5_000,
})

/** What one key asked over MCP. Calls are in the audit and in no event, so it is looked at while somebody waits. */
export const callsOfQuery = (keyId: string) =>
  queryOptions({
    queryKey: ['audit', 'mcp', keyId],
    queryFn: ({ signal }) =>
      request<{ items: Call[] }>('/v1/audit', { signal, query: { interface: 'mcp', actor: keyId, limit: 5 } }),
    refetchInterval: 1_500,
  })

export interface NewKey {
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly sendPolicy: SendPolicy
  readonly accounts?: readonly AccountId[]
  readonly dailyCap?: number
}

export const makeKey = (body: NewKey) => request<Key & { readonly key: string }>('/v1/keys', { method: 'POST', body })
export const revokeKey = (id: string) => request<Key>(`/v1/keys/${id}`, { method: 'DELETE' })
export const revokeAssistant = (id: string) => request<Assistant>(`/v1/assistants/${id}`, { method: 'DELETE' })
