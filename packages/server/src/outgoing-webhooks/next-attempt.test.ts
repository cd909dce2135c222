import { expect, test } from 'vitest'
import { nextAttempt, retrySeconds } from './next-attempt.ts'

test('eleven attempts go over three days, each later than the one before', () => {
  expect(retrySeconds).toHaveLength(10)
  expect(retrySeconds.reduce((sum, seconds) => sum + seconds, 0) / 3_600).toBeCloseTo(71.6, 1)
  expect(retrySeconds.toSorted((a, b) => a - b)).toEqual(retrySeconds)
  expect([nextAttempt(1, null, 0), nextAttempt(10, null, 0), nextAttempt(11, null, 0)]).toEqual([
    5_000,
    72_000_000,
    null,
  ])
})

test('an attempt comes up to a fifth later than the table says, never earlier', () => {
  expect([nextAttempt(3, null, 0), nextAttempt(3, null, 1)]).toEqual([300_000, 360_000])
})

test('what the endpoint asked for is waited for, and what is longer anyway stays', () => {
  expect(nextAttempt(1, 60_000, 0)).toBe(60_000)
  expect(nextAttempt(5, 60_000, 0)).toBe(7_200_000)
})
