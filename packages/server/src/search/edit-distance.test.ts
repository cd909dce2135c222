import { expect, test } from 'vitest'
import { editDistance } from './edit-distance.ts'

test.each([
  ['delivery', 'delivery', 0],
  ['delivrey', 'delivery', 1],
  ['delivry', 'delivery', 1],
  ['deliverry', 'delivery', 1],
  ['dalivary', 'delivery', 2],
  ['доставка', 'доствка', 1],
  ['', 'ab', 2],
  ['kitten', 'sitting', 3],
  ['short', 'a much longer one', 3],
])('%s and %s are %i apart, as far as two', (one, other, distance) => {
  expect(editDistance(one, other, 2)).toBe(distance)
  expect(editDistance(other, one, 2)).toBe(distance)
})
