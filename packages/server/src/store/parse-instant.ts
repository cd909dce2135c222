import pg from 'pg'

const byPg = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ)

/**
 * A `timestamptz` as Postgres writes it. What every row of ours looks like (`2026-11-21 09:00:00.123456+00`) is read digit by
 * digit, three times as fast as pg's regular expressions; offsets, BC, five-digit years and infinity are left to pg.
 */
export function parseInstant(text: string): unknown {
  const { length } = text
  if (length < 22 || length > 29 || text.charCodeAt(4) !== dash || !text.endsWith('+00')) return byPg(text)
  const milliseconds = Date.UTC(
    digits(text, 0, 4),
    digits(text, 5, 7) - 1,
    digits(text, 8, 10),
    digits(text, 11, 13),
    digits(text, 14, 16),
    digits(text, 17, 19),
    length === 22 ? 0 : thousandths(digits(text, 20, length - 3), length - 23),
  )
  // Of the years before 100 Date.UTC makes 1900 and later.
  return Number.isNaN(milliseconds) || text.startsWith('00') ? byPg(text) : new Date(milliseconds)
}

/** Of a fraction with so many digits; Postgres leaves out zeros at its end. */
function thousandths(fraction: number, places: number): number {
  return places <= 3 ? fraction * 10 ** (3 - places) : Math.trunc(fraction / 10 ** (places - 3))
}

const dash = 45
const zero = 48

/** Not a number where one of them is no digit. */
function digits(text: string, start: number, end: number): number {
  let value = 0
  for (let index = start; index < end; index++) {
    const digit = text.charCodeAt(index) - zero
    if (digit < 0 || digit > 9) return Number.NaN
    value = value * 10 + digit
  }
  return value
}
