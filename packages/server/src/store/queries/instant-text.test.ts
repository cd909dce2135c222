import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseInstant } from '../parse-instant.ts'
import { cursorInstantOf, dayAfter, isoOf, isoOrNull } from './instant-text.ts'

const iso = (text: string) => (parseInstant(text) as Date).toISOString()

test.each([
  '2026-11-21 09:00:00+00',
  '2026-11-21 09:00:00.1+00',
  '2026-11-21 09:00:00.123999+00',
  '1969-12-31 23:59:59.999+00',
  '0099-01-01 00:00:00+00',
  '0044-03-15 00:00:00+00 BC',
  '12026-11-21 09:00:00+00',
  '2026-11-21 14:30:00.5+05:30',
  '2026-11-21 01:00:00-08',
])('%s is cut as a Date of it would be written', (text) => {
  expect(isoOf(text)).toBe(iso(text))
})

test('any instant of four-digit years is cut as a Date of it would be written, and for cursors to the microsecond', () => {
  const instants = fc.date({ min: new Date('0100-01-01'), max: new Date('9999-12-30'), noInvalidDate: true })
  const zones = fc.constantFrom('+00', '+05:30', '-08')
  fc.assert(
    fc.property(instants, fc.stringMatching(/^(\d{0,5}[1-9])?$/), zones, (date, fraction, zone) => {
      const text = `${date.toISOString().slice(0, 19).replace('T', ' ')}${fraction && `.${fraction}`}${zone}`
      expect(isoOf(text)).toBe(iso(text))
      expect(cursorInstantOf(text)).toBe(`${iso(text).slice(0, 20)}${fraction.padEnd(6, '0')}Z`)
    }),
  )
})

test('no time stays none, and what is no time is not shown as one', () => {
  expect(isoOrNull(null)).toBe(null)
  expect(() => isoOf('infinity')).toThrow('no instant')
})

test.each([
  ['2026-11-22T05:00:00.123Z', '2026-11-23T05:00:00.123Z'],
  ['2026-12-31T23:59:59.999Z', '2027-01-01T23:59:59.999Z'],
  ['2028-02-28T00:00:00.000Z', '2028-02-29T00:00:00.000Z'],
  ['2026-02-28T00:00:00.000Z', '2026-03-01T00:00:00.000Z'],
  ['+012026-12-31T01:00:00.000Z', '+012027-01-01T01:00:00.000Z'],
  ['9999-12-31T01:00:00.000Z', '+010000-01-01T01:00:00.000Z'],
])('a day after %s is %s', (iso, later) => {
  expect(dayAfter(iso)).toBe(later)
})
