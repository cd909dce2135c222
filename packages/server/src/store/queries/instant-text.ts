import { parseInstant } from '../parse-instant.ts'

/*
 * Times of rows that are only shown are read as Postgres writes them (`at::text`) and cut out of that: a Date of each, and text
 * of that Date, costs three times as much.
 */

/** `2026-11-21 09:00:00.123456+00`, the zero at the end of a fraction left out; what is not in UTC or of another age is not of this form. */
const [dateEnd, timeEnd] = [10, 19]

/** ISO 8601 in UTC with milliseconds, as `Date` writes it. */
export function isoOf(text: string): string {
  return isPlain(text)
    ? `${text.slice(0, dateEnd)}T${text.slice(dateEnd + 1, timeEnd)}.${fraction(text, 3)}Z`
    : dateOf(text).toISOString()
}

export function isoOrNull(text: string | null): string | null {
  return text === null ? null : isoOf(text)
}

const dayMilliseconds = 24 * 60 * 60 * 1_000

/** 24 hours after an instant that `isoOf` wrote. */
export function dayAfter(iso: string): string {
  return new Date(Date.parse(iso) + dayMilliseconds).toISOString()
}

/** An instant with microseconds, as cursors carry it: `instantText` of the same instant. */
export function cursorInstantOf(text: string): string {
  return isPlain(text)
    ? `${text.slice(0, dateEnd)}T${text.slice(dateEnd + 1, timeEnd)}.${fraction(text, 6)}Z`
    : `${dateOf(text).toISOString().slice(0, -1)}${microseconds(text)}Z`
}

function isPlain(text: string): boolean {
  const { length } = text
  return length >= 22 && length <= 29 && text.charCodeAt(4) === 45 && text.endsWith('+00') && !text.startsWith('00')
}

/** So many digits of the fraction of a second. */
function fraction(text: string, places: number): string {
  return text
    .slice(timeEnd + 1, -3)
    .slice(0, places)
    .padEnd(places, '0')
}

/** Zones differ by whole seconds, so the digits behind a millisecond are those of UTC. */
function microseconds(text: string): string {
  return (/\.(\d+)/.exec(text)?.[1] ?? '').slice(3, 6).padEnd(3, '0')
}

function dateOf(text: string): Date {
  const date = parseInstant(text)
  if (!(date instanceof Date)) throw new RangeError(`a row's time is no instant: ${JSON.stringify(text)}`)
  return date
}
