import { expect, test } from 'vitest'
import { nextRowId } from './row-id.ts'

test('ids are of version 7, of now, and each is greater than the one before', () => {
  const before = Date.now()
  const ids = Array.from({ length: 5_000 }, nextRowId)
  const after = Date.now()
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(ids.toSorted()).toEqual(ids)
  expect(new Set(ids).size).toBe(ids.length)
  const millisecondOf = (id = '') => Number.parseInt(id.replace('-', '').slice(0, 12), 16)
  expect(millisecondOf(ids[0])).toBeGreaterThanOrEqual(before)
  expect(millisecondOf(ids.at(-1))).toBeLessThanOrEqual(after)
})
