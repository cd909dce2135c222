import type { Label } from '@switchboard/contract'
import { queryOptions } from '@tanstack/react-query'
import { request } from './request.ts'

/** `GET /v1/labels`: all that the workspace has. */
export const labelsQuery = queryOptions({
  queryKey: ['labels'],
  queryFn: ({ signal }) => request<{ readonly items: readonly Label[] }>('/v1/labels', { signal }),
})
