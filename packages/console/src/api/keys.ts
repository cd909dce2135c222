import type { ApiKey } from '@switchboard/contract'
import { queryOptions } from '@tanstack/react-query'
import { request } from './request.ts'

/** `GET /v1/keys`: newest first, revoked ones too; for whoever has `keys:manage`. */
export const keysQuery = queryOptions({
  queryKey: ['keys'],
  queryFn: ({ signal }) => request<{ readonly items: readonly ApiKey[] }>('/v1/keys', { signal }),
})
