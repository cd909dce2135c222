import { expect, test } from 'vitest'
import { maxAttempts, nextStep } from './retry.ts'

const error = { outcome: 'not-sent', retryable: true, limits: undefined, retryAfterMilliseconds: undefined } as const
const young = { attempts: 1, ageMilliseconds: 0 }

test('what may have been sent is never tried again, even if it says that it may be', () => {
  expect(nextStep({ ...error, outcome: 'unknown' }, young)).toEqual({ kind: 'unknown' })
})

test('what will not succeed is not tried again', () => {
  expect(nextStep({ ...error, retryable: false }, young)).toEqual({ kind: 'fail', gaveUp: false })
})

test('each wait is a random part of the doubled delay', () => {
  const waits = [1, 2, 3, 4].map((attempts) => nextStep(error, { attempts, ageMilliseconds: 0 }, () => 1))
  expect(waits).toMatchObject([2_000, 4_000, 8_000, 16_000].map((afterMilliseconds) => ({ afterMilliseconds })))
  expect(nextStep(error, young, () => 0)).toMatchObject({ afterMilliseconds: 0 })
})

test('the provider says how long to wait at least', () => {
  expect(nextStep({ ...error, retryAfterMilliseconds: 60_000 }, young, () => 0)).toMatchObject({
    afterMilliseconds: 60_000,
  })
})

test('it gives up after so many attempts, or a day', () => {
  expect(nextStep(error, { attempts: maxAttempts, ageMilliseconds: 0 })).toEqual({ kind: 'fail', gaveUp: true })
  expect(nextStep(error, { attempts: 1, ageMilliseconds: 24 * 3_600_000 }, () => 1)).toEqual({
    kind: 'fail',
    gaveUp: true,
  })
})

test('being too fast is not counted against the message', () => {
  expect(nextStep({ ...error, limits: 'number' }, { attempts: 50, ageMilliseconds: 0 })).toMatchObject({
    kind: 'again',
    limited: true,
  })
})
