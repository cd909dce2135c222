import type { HealthHistory, Status } from '@switchboard/contract'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { request } from '../../api/request.ts'

/** `GET /v1/status`, as it is now. */
export const statusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: ({ signal }) => request<Status>('/v1/status', { signal }),
  refetchInterval: 5_000,
})

/** `GET /v1/status/history`; a new sample comes every minute. */
export const historyQuery = (hours: number) =>
  queryOptions({
    queryKey: ['status', 'history', hours],
    queryFn: ({ signal }) => request<HealthHistory>('/v1/status/history', { query: { hours }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  })
