import type { Member } from '@switchboard/contract'
import { queryOptions } from '@tanstack/react-query'
import { request } from './request.ts'

/** `GET /v1/members`: whoever is in the workspace; for whoever has `members:read`. */
export const membersQuery = queryOptions({
  queryKey: ['members'],
  queryFn: ({ signal }) => request<{ readonly items: readonly Member[] }>('/v1/members', { signal }),
  staleTime: 60_000,
})
