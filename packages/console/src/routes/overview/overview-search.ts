export const spans = [7, 30, 90] as const
export type Span = (typeof spans)[number]

export interface OverviewSearch {
  /** Days up to today; without it 30. */
  readonly days?: Span
  /** An account's id; without it all. */
  readonly account?: string
}

/** What the address says; what it says wrongly is as if it were not there. */
export function readOverviewSearch(search: Record<string, unknown>): OverviewSearch {
  const days = spans.find((span) => span === Number(search['days']))
  const account = search['account']
  return {
    ...(days === undefined ? undefined : { days }),
    ...(typeof account === 'string' && account !== '' ? { account } : undefined),
  }
}
