import type { Contact, SearchPage } from '@switchboard/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { request } from '../../api/request.ts'
import { momentsOf, type SearchFilters } from './search-filters.ts'

const pageSize = 30

/** Messages under the filters of the address, page by page. */
export function hitsQuery(filters: SearchFilters) {
  const { q, sort, accountId, contactId, direction, type } = filters
  return infiniteQueryOptions({
    queryKey: ['search', filters],
    queryFn: ({ pageParam, signal }) =>
      request<SearchPage>('/v1/search', {
        query: {
          ...{ q, sort, accountId, contactId, direction, type, ...momentsOf(filters) },
          ...{ limit: pageSize, cursor: pageParam },
        },
        signal,
      }),
    initialPageParam: undefined as string | undefined, // the first page has no cursor
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: (former) => former,
    enabled: q !== undefined,
  })
}

/** People whose names or numbers have these words. */
export function peopleQuery(q: string | undefined) {
  return queryOptions({
    queryKey: ['contacts', 'search', q],
    queryFn: ({ signal }) => request<{ items: Contact[] }>('/v1/contacts', { query: { q, limit: 6 }, signal }),
    select: ({ items }) => items,
    placeholderData: (former) => former,
    enabled: q !== undefined,
  })
}

export function personQuery(id: string | undefined) {
  return queryOptions({
    queryKey: ['contacts', 'one', id],
    queryFn: ({ signal }) => request<Contact>(`/v1/contacts/${id}`, { signal }),
    enabled: id !== undefined,
  })
}
