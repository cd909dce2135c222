import type { JsonObject } from './json-fields.ts'

export interface Moment {
  readonly at: number
  readonly atGuessed?: true
}

const lastMoment = Date.UTC(10_000, 0) - 1

/**
 * Meta's times are seconds since 1970 as a string or a number. Senders of their own make also send milliseconds, micro-
 * and nanoseconds (by their size: seconds reach 1e11 only in the year 5138) and ISO dates.
 * @returns milliseconds since 1970, at most the end of the year 9999; undefined where it is no time
 */
export function readTime(value: unknown): number | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined
  const number = typeof value === 'string' ? numberOf(value) : value
  if (!(number >= 0) || number === Number.POSITIVE_INFINITY) return undefined
  if (typeof value === 'string' && isoDate.test(value)) return Math.min(number, lastMoment)
  const milliseconds =
    number < 1e11 ? number * 1e3 : number < 1e14 ? number : number < 1e17 ? number / 1e3 : number / 1e6
  return Math.min(Math.trunc(milliseconds), lastMoment)
}

const isoDate = /^\d{4}-\d\d-\d\d/

function numberOf(text: string): number {
  if (isoDate.test(text)) return Date.parse(text)
  return text.trim() === '' ? Number.NaN : Number(text)
}

/** Clocks of senders differ by less. A later time would keep a conversation on top, and a name in force, for years. */
const furthestAhead = 24 * 60 * 60 * 1_000

/**
 * The time of an item: its own, or the entry's, or that of receipt, in which case it is marked as guessed. What says that it
 * happened more than a day after it was received did not.
 */
export function momentOf(value: unknown, fallback: number | undefined, receivedAt: number): Moment {
  const at = readTime(value) ?? fallback
  return at === undefined || at > receivedAt + furthestAhead ? { at: receivedAt, atGuessed: true } : { at }
}

export function timeAt(object: JsonObject, key: string): number | undefined {
  return readTime(object[key])
}
