import { expect, test } from 'vitest'
import { nextRowId, takeRandom } from './random-stock.ts'

test('no byte of the stock is given twice, and what was given is the taker’s own', () => {
  // Three stocks' worth.
  const taken = Array.from({ length: 768 }, () => takeRandom(16))
  expect(new Set(taken.map((bytes) => bytes.toString('hex'))).size).toBe(768)
  // A byte that was given before is zero: one in 256 is by chance, so 40 of 768 never are.
  for (const place of [0, 15]) expect(taken.filter((bytes) => bytes[place] === 0).length).toBeLessThan(40)
  taken[0]?.fill(7)
  expect(taken[1]?.every((byte) => byte === 7)).toBe(false)
})

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
