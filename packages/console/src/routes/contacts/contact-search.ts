const sorts = ['lastSeen', 'name', 'newest'] as const
const shown = ['optedOut', 'reachable'] as const

/** Which contacts are listed, as the address says it. */
export interface ContactSearch {
  readonly q?: string
  readonly sort?: (typeof sorts)[number]
  readonly show?: (typeof shown)[number]
}

/** What is not understood is left out. */
export function readContactSearch(search: Record<string, unknown>): ContactSearch {
  const sort = sorts.find((one) => one === search['sort'])
  const show = shown.find((one) => one === search['show'])
  // A number in the address is read as one.
  const q = typeof search['q'] === 'number' ? String(search['q']) : search['q']
  return {
    ...(typeof q === 'string' && q.trim() !== '' ? { q: q.slice(0, 200) } : undefined),
    ...(sort ? { sort } : undefined),
    ...(show ? { show } : undefined),
  }
}
