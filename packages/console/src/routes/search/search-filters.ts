import { messageTypes } from '../../thread/message-types.ts'

/** What is searched for, as the address says it. What the address says wrongly is as if it were not there. */
export interface SearchFilters {
  readonly q?: string
  readonly sort?: 'best'
  readonly accountId?: string
  readonly contactId?: string
  readonly direction?: 'inbound' | 'outbound'
  readonly type?: string
  /** Days, as 2026-11-21, in the person's zone; both belong to it. */
  readonly from?: string
  readonly to?: string
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const day = /^\d{4}-\d\d-\d\d$/

export function readSearchFilters(search: Record<string, unknown>): SearchFilters {
  const text = (name: string, isGood: (value: string) => boolean) => {
    const value = search[name]
    return typeof value === 'string' && isGood(value) ? { [name]: value } : undefined
  }
  // Each is there only where it passed its test, which is what the interface says of it.
  return {
    ...(typeof search['q'] === 'number' ? { q: String(search['q']) } : text('q', (q) => q !== '' && q.length <= 500)),
    ...text('sort', (sort) => sort === 'best'),
    ...text('accountId', (id) => uuid.test(id)),
    ...text('contactId', (id) => uuid.test(id)),
    ...text('direction', (direction) => direction === 'inbound' || direction === 'outbound'),
    ...text('type', (type) => messageTypes.some((known) => known === type)),
    ...text('from', (at) => day.test(at)),
    ...text('to', (at) => day.test(at)),
  }
}

/** The moments between which days lie: from the first's beginning to the second's end, where the person is. */
export function momentsOf({ from, to }: SearchFilters): { readonly after?: string; readonly before?: string } {
  const begins = (at: string, later = 0) => {
    const [year = 0, month = 1, date = 1] = at.split('-').map(Number)
    const moment = new Date(year, month - 1, date + later)
    return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString()
  }
  const [after, before] = [from && begins(from), to && begins(to, 1)]
  return { ...(after && { after }), ...(before && { before }) }
}

/** Whether anything but words narrows the search. */
export function hasFilters({ q: _words, sort: _sort, ...filters }: SearchFilters): boolean {
  return Object.values(filters).some((value) => value !== undefined)
}
