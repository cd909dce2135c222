import type { ApiKey, KeyBoundsAsked, NewApiKey, Scope } from '@switchboard/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { keysQuery } from '../../../api/keys.ts'
import { request } from '../../../api/request.ts'

export interface NewKey extends KeyBoundsAsked {
  readonly name: string
  readonly scopes: readonly Scope[]
}

export function useKeyActions() {
  const client = useQueryClient()
  const onSuccess = () => client.invalidateQueries({ queryKey: keysQuery.queryKey })
  const create = useMutation({
    mutationFn: (body: NewKey) => request<NewApiKey>('/v1/keys', { method: 'POST', body }),
    onSuccess,
  })
  const rotate = useMutation({
    mutationFn: ({ id, overlapHours }: { readonly id: string; readonly overlapHours: number }) =>
      request<NewApiKey>(`/v1/keys/${id}/rotate`, { method: 'POST', body: { overlapHours } }),
    onSuccess,
  })
  const revoke = useMutation({
    mutationFn: (id: string) => request<ApiKey>(`/v1/keys/${id}`, { method: 'DELETE' }),
    onSuccess,
  })
  return { create, rotate, revoke }
}
