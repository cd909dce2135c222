import { z } from 'zod'

/** Argument of every tool that shows times. */
export const TimeZoneArgument = z
  .string()
  .refine(isTimeZone, { error: 'is not an IANA time zone; use e.g. "Europe/Berlin", "Asia/Kolkata" or "UTC"' })
  .optional()
  .describe('IANA time zone in which to show times, e.g. "Europe/Berlin". Default: UTC')

export type ShowTime = (iso: string | null | undefined) => string | undefined

/** Shows instants as ISO 8601 with the zone's offset, to the second. */
export function timeShower(timeZone: string | undefined): ShowTime {
  if (timeZone === undefined || timeZone === 'UTC') return (iso) => iso ?? undefined
  const format = formatterOf(timeZone)
  return (iso) => {
    if (iso === null || iso === undefined) return undefined
    const parts = Object.fromEntries(format.formatToParts(new Date(iso)).map(({ type, value }) => [type, value]))
    // "GMT+05:30"; plain "GMT" where the offset is zero.
    const offset = parts['timeZoneName']?.slice(3) || '+00:00'
    return `${parts['year']}-${parts['month']}-${parts['day']}T${parts['hour']}:${parts['minute']}:${parts['second']}${offset}`
  }
}

function isTimeZone(name: string): boolean {
  try {
    formatterOf(name)
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

/** Formatters cost 50 µs to make. There are about 600 zones, so this cannot grow without end. */
const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone)
  if (known) return known
  const formatter = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'longOffset',
  })
  if (formatters.size < 1_000) formatters.set(timeZone, formatter)
  return formatter
}
