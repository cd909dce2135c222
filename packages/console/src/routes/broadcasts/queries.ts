import type {
  Broadcast,
  BroadcastDetail,
  BroadcastRecipient,
  CostReport,
  CreateBroadcast,
  Template,
  UpdateBroadcast,
  UploadResult,
} from '@switchboard/contract'
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { request } from '../../api/request.ts'
import type { BroadcastSearch } from './broadcast-search.ts'
import type { GivenList } from './read-list.ts'

interface PageOf<Item> {
  readonly items: readonly Item[]
  readonly nextCursor: string | null
}

export function broadcastsQuery({ state }: BroadcastSearch) {
  return infiniteQueryOptions({
    queryKey: ['broadcasts', 'list', { state }],
    queryFn: ({ pageParam, signal }) =>
      request<PageOf<Broadcast>>('/v1/broadcasts', { query: { state, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined, // the first page has no cursor
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: (former) => former,
  })
}

const moving: readonly Broadcast['state'][] = ['checking', 'running']
const movingMilliseconds = 2_000
const restingMilliseconds = 15_000

/** One, asked for again while it moves: receipts come for a while after the last message left. */
export const broadcastQuery = (id: string) =>
  queryOptions({
    queryKey: ['broadcasts', 'one', id],
    queryFn: ({ signal }) => request<BroadcastDetail>(`/v1/broadcasts/${encodeURIComponent(id)}`, { signal }),
    refetchInterval: ({ state: { data } }) => {
      if (!data) return false
      if (moving.includes(data.state)) return movingMilliseconds
      const { waiting, accepted, sent } = data.deliveries
      return waiting + accepted + sent > 0
        ? movingMilliseconds
        : data.state === 'finished'
          ? restingMilliseconds
          : false
    },
  })

export type RecipientFilter = 'all' | 'refusedInCheck' | 'refused' | 'invalid' | 'duplicate' | 'queued'

export function recipientsQuery(id: string, filter: RecipientFilter) {
  const query = filter === 'all' ? {} : filter === 'refusedInCheck' ? { refusedInCheck: true } : { state: filter }
  return infiniteQueryOptions({
    queryKey: ['broadcasts', 'recipients', id, filter],
    queryFn: ({ pageParam, signal }) =>
      request<PageOf<BroadcastRecipient>>(`/v1/broadcasts/${id}/recipients`, {
        query: { ...query, limit: 50, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined, // the first page has no cursor
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    // Receipts come while nobody looks.
    staleTime: 0,
  })
}

export const approvedTemplatesQuery = queryOptions({
  queryKey: ['templates', 'approved'],
  queryFn: ({ signal }) =>
    request<PageOf<Template>>('/v1/templates', { query: { status: 'APPROVED', limit: 200 }, signal }),
})

const costDays = 30

export const recentCostsQuery = queryOptions({
  queryKey: ['costs', 'by category', costDays],
  queryFn: ({ signal }) =>
    request<CostReport>('/v1/costs', {
      query: { groupBy: 'category', from: new Date(Date.now() - costDays * 86_400_000).toISOString().slice(0, 10) },
      signal,
    }),
  retry: false,
})

export interface NewBroadcast {
  readonly broadcast: CreateBroadcast
  readonly list: GivenList
  readonly recipient: string
  readonly key: string
}

/** Makes the draft, brings its list, asks the gate about everybody. A draft whose list did not arrive is cancelled again. */
export async function createAndCheck({ broadcast, list, recipient, key }: NewBroadcast): Promise<BroadcastDetail> {
  const draft = await request<BroadcastDetail>('/v1/broadcasts', {
    method: 'POST',
    body: broadcast,
    idempotencyKey: key,
  })
  try {
    await request<UploadResult>(`/v1/broadcasts/${draft.id}/recipients`, {
      method: 'POST',
      query: { recipient, delimiter: list.read.delimiter },
      body: list.blob,
      headers: { 'content-type': 'text/csv' },
    })
  } catch (error) {
    // Best effort: the first problem is the one to tell.
    await request(`/v1/broadcasts/${draft.id}/cancel`, { method: 'POST' }).catch(() => undefined)
    throw error
  }
  return request<BroadcastDetail>(`/v1/broadcasts/${draft.id}/check`, { method: 'POST' })
}

/** Changes a draft and asks the gate about everybody again. */
export function useChangeBroadcast(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (asked: UpdateBroadcast) => {
      await request<BroadcastDetail>(`/v1/broadcasts/${id}`, { method: 'PATCH', body: asked })
      return request<BroadcastDetail>(`/v1/broadcasts/${id}/check`, { method: 'POST' })
    },
    onSuccess: (detail) => queries.setQueryData(broadcastQuery(id).queryKey, detail),
    onSettled: () => queries.invalidateQueries({ queryKey: ['broadcasts'] }),
  })
}

export type Verb = 'check' | 'start' | 'pause' | 'resume' | 'cancel' | 'approve' | 'reject'

/** What is done with a broadcast; the answer is how it stands then. */
export function useSteer(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ verb, body }: { readonly verb: Verb; readonly body?: object }) =>
      request<BroadcastDetail>(`/v1/broadcasts/${id}/${verb}`, { method: 'POST', ...(body ? { body } : undefined) }),
    onSuccess: (detail) => {
      queries.setQueryData(broadcastQuery(id).queryKey, detail)
      return queries.invalidateQueries({ queryKey: ['broadcasts'] })
    },
  })
}
