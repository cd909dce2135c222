import fc from 'fast-check'
import pg from 'pg'
import { expect, test } from 'vitest'
import { parseInstant } from './parse-instant.ts'

const byPg = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ)

test.each([
  '2026-11-21 09:00:00+00',
  '2026-11-21 09:00:00.1+00',
  '2026-11-21 09:00:00.12+00',
  '2026-11-21 09:00:00.123+00',
  '2026-11-21 09:00:00.1239+00',
  '2026-11-21 09:00:00.123999+00',
  '2024-02-29 23:59:59.999999+00',
  '1970-01-01 00:00:00+00',
  '1969-12-31 23:59:59.999+00',
  '0099-01-01 00:00:00+00',
  '0044-03-15 00:00:00+00 BC',
  '12026-11-21 09:00:00+00',
  '2026-11-21 14:30:00+05:30',
  '2026-11-21 01:00:00-08',
  'infinity',
  '-infinity',
])('reads %s as pg does', (text) => {
  expect(parseInstant(text)).toEqual(byPg(text))
})

test('reads any instant of four-digit years as pg does', () => {
  const instants = fc.date({ min: new Date('0000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  fc.assert(
    fc.property(instants, fc.stringMatching(/^\d{0,6}$/), (date, fraction) => {
      const text = `${date.toISOString().slice(0, 19).replace('T', ' ')}${fraction && `.${fraction}`}+00`
      expect(parseInstant(text)).toEqual(byPg(text))
    }),
  )
})
