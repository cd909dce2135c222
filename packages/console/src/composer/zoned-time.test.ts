import { expect, test } from 'vitest'
import { instantOf, localOf, usualTimes } from './zoned-time.ts'

test('a time is read in the zone of the person, summer and winter', () => {
  expect(new Date(instantOf('2026-07-01T09:00', 'Europe/Berlin')).toISOString()).toBe('2026-07-01T07:00:00.000Z')
  expect(new Date(instantOf('2026-12-01T09:00', 'Europe/Berlin')).toISOString()).toBe('2026-12-01T08:00:00.000Z')
  expect(localOf(Date.parse('2026-12-01T03:30:00Z'), 'America/New_York')).toBe('2026-11-30T22:30')
})

test('the usual times are an hour on, tomorrow at nine and Monday at nine, there', () => {
  const saturday = Date.parse('2026-11-21T22:30:00Z')
  const times = usualTimes(saturday, 'Asia/Kolkata').map(({ at }) => new Date(at).toISOString())
  // There it is Sunday, four in the morning.
  expect(times).toEqual(['2026-11-21T23:30:00.000Z', '2026-11-23T03:30:00.000Z', '2026-11-23T03:30:00.000Z'])
})
