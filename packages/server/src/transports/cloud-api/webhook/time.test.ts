import { expect, test } from 'vitest'
import { momentOf, readTime } from './time.ts'

const second = 1_772_442_000

test.each([
  [second, second * 1000],
  [String(second), second * 1000],
  [second * 1000, second * 1000],
  [second * 1e6, second * 1000],
  [`${second}000000000`, second * 1000],
  ['2026-03-02T09:00:00Z', second * 1000],
  [0, 0],
  [1.5, 1500],
  [1e300, Date.UTC(10_000, 0) - 1],
  [99_999_999_999, Date.UTC(5138, 10, 16, 9, 46, 39)],
  [-1, undefined],
  ['-1', undefined],
  ['', undefined],
  ['soon', undefined],
  [Number.NaN, undefined],
  [null, undefined],
  [{}, undefined],
])('%j is %j', (value, expected) => {
  expect(readTime(value)).toBe(expected)
})

test('a missing time is the entry’s, or else that of receipt and marked as guessed', () => {
  expect(momentOf(undefined, 5, 9)).toEqual({ at: 5 })
  expect(momentOf('never', undefined, 9)).toEqual({ at: 9, atGuessed: true })
})

test('a time more than a day after receipt is not believed', () => {
  const day = 86_400_000
  expect(momentOf(String(second), undefined, second * 1000 - day)).toEqual({ at: second * 1000 })
  expect(momentOf(99_999_999_999, undefined, second * 1000)).toEqual({ at: second * 1000, atGuessed: true })
})
