import type { Approval } from '@switchboard/contract'
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { request } from '../api/request.ts'
import { useLiveEvents } from '../live/live-provider.tsx'

const most = 100

const pendingQuery = queryOptions({
  queryKey: ['approvals', 'count'],
  queryFn: async ({ signal }) => {
    const { items } = await request<{ items: Approval[] }>('/v1/approvals', {
      query: { state: 'pending', limit: most },
      signal,
    })
    return items.length
  },
})

/** How many messages wait for a person's yes; a hundred stands for more. */
export function usePendingApprovals(): number {
  const queries = useQueryClient()
  const { data = 0 } = useQuery(pendingQuery)
  useLiveEvents(['message.held', 'approval.decided', 'message.cancelled'], () => {
    void queries.invalidateQueries({ queryKey: pendingQuery.queryKey })
  })
  return data
}
