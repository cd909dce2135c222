import { expect, test } from 'vitest'
import { isOpenAt } from './is-open.ts'
import { WorkingHours } from './workspace-settings.ts'

const none = { monday: [], tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] }
const hours = WorkingHours.parse({
  timeZone: 'Europe/Berlin',
  days: {
    ...none,
    monday: [
      { from: '09:00', to: '12:00' },
      { from: '13:00', to: '24:00' },
    ],
  },
  holidays: [{ date: '2026-12-28', name: 'Closed' }],
})

test.each([
  ['2026-11-23T07:59:00Z', false],
  ['2026-11-23T08:00:00Z', true],
  ['2026-11-23T11:00:00Z', false],
  ['2026-11-23T22:59:59Z', true],
  ['2026-11-23T23:00:00Z', false],
  // Summer time: two hours from UTC instead of one.
  ['2026-07-06T07:00:00Z', true],
  ['2026-12-28T10:00:00Z', false],
])('at %s it is open: %s', (at, open) => expect(isOpenAt(hours, new Date(at))).toBe(open))

test('without working hours it is always open', () => expect(isOpenAt(null, new Date())).toBe(true))

test.each([
  ['a zone that is none', { timeZone: 'Europe/Atlantis' }],
  [
    'spans that overlap',
    {
      days: {
        ...none,
        monday: [
          { from: '09:00', to: '12:00' },
          { from: '11:00', to: '13:00' },
        ],
      },
    },
  ],
  ['a span that ends before it begins', { days: { ...none, monday: [{ from: '12:00', to: '09:00' }] } }],
  ['a time that is none', { days: { ...none, monday: [{ from: '9:00', to: '10:00' }] } }],
])('%s is refused', (_what, change) => expect(WorkingHours.safeParse({ ...hours, ...change }).success).toBe(false))
