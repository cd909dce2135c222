import type { CannedReply } from '@switchboard/contract'
import { queryOptions } from '@tanstack/react-query'
import { request } from './request.ts'

/** `GET /v1/canned-replies`: all that the workspace has. */
export const cannedRepliesQuery = queryOptions({
  queryKey: ['canned-replies'],
  queryFn: ({ signal }) => request<{ readonly items: readonly CannedReply[] }>('/v1/canned-replies', { signal }),
  staleTime: 60_000,
})
