import { expect, test } from 'vitest'
import { hasFilters, momentsOf, readSearchFilters } from './search-filters.ts'

test('an address says what is searched for, and what it says wrongly counts for nothing', () => {
  const id = '01a1fe29-048c-766c-b7fb-be5acbd474ba'
  const good = {
    q: 'refund "order 77"',
    sort: 'best',
    accountId: id,
    direction: 'inbound',
    type: 'image',
    from: '2026-11-01',
  }
  expect(readSearchFilters(good)).toEqual(good)
  expect(readSearchFilters({ q: 77 })).toEqual({ q: '77' })
  const bad = {
    q: '',
    sort: 'worst',
    accountId: 'x',
    contactId: 7,
    direction: 'up',
    type: 'poem',
    from: 'monday',
    to: [],
  }
  expect(readSearchFilters(bad)).toEqual({})
})

test('days reach from their beginning to their end', () => {
  const { after, before } = momentsOf({ from: '2026-11-01', to: '2026-11-01' })
  expect(Date.parse(before ?? '') - Date.parse(after ?? '')).toBe(24 * 3_600_000)
  expect(momentsOf({})).toEqual({})
})

test('words alone are no filter', () => {
  expect(hasFilters({ q: 'a', sort: 'best' })).toBe(false)
  expect(hasFilters({ q: 'a', type: 'image' })).toBe(true)
})
