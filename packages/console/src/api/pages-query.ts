import { infiniteQueryOptions } from '@tanstack/react-query'
import { type QueryValue, request } from './request.ts'

interface PageOf<Item> {
  readonly items: readonly Item[]
  readonly nextCursor: string | null
}

/** A list of the server's, page by page: `data` is all items that were loaded so far, in order. */
export function pagesQuery<Item>(path: string, query: Readonly<Record<string, QueryValue>>) {
  return infiniteQueryOptions({
    queryKey: [path, query],
    queryFn: ({ pageParam, signal }) =>
      request<PageOf<Item>>(path, { query: { ...query, cursor: pageParam ?? undefined }, signal }),
    initialPageParam: null as string | null, // the first page has no cursor
    getNextPageParam: ({ nextCursor }) => nextCursor,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  })
}
