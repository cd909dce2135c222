import type { CostReport, Stats } from '@switchboard/contract'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { request } from '../../api/request.ts'
import type { Span } from './overview-search.ts'

const dayMilliseconds = 86_400_000

/** The dates of a span in the person's zone, oldest first, as `2026-11-21`. */
export function datesOf(days: Span, timeZone: string, now = new Date()): readonly string[] {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  const today = Date.parse(format.format(now))
  return Array.from({ length: days }, (_, at) =>
    new Date(today - (days - 1 - at) * dayMilliseconds).toISOString().slice(0, 10),
  )
}

/** `GET /v1/stats` over whole days of the person's. A day more is asked for: where it begins depends on the zone. */
export const statsQuery = (days: Span, accountId: string | undefined, timeZone: string) =>
  queryOptions({
    queryKey: ['stats', days, accountId ?? null, timeZone],
    queryFn: ({ signal }) => {
      const after = new Date(Date.now() - days * dayMilliseconds).toISOString()
      return request<Stats>('/v1/stats', { query: { after, accountId, timeZone }, signal })
    },
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  })

/** `GET /v1/costs` by day. */
export const costsQuery = (days: Span, accountId: string | undefined) =>
  queryOptions({
    queryKey: ['costs', days, accountId ?? null],
    queryFn: ({ signal }) => {
      const from = new Date(Date.now() - (days - 1) * dayMilliseconds).toISOString().slice(0, 10)
      return request<CostReport>('/v1/costs', { query: { from, accountId, groupBy: 'day' }, signal })
    },
    placeholderData: keepPreviousData,
  })
