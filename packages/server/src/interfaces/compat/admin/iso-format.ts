/** Times as a Python service prints and parses them: `+00:00`, and a fraction only where there is one. */
export function isoFormat(at: string | Date): string {
  const [seconds, fraction] = new Date(at).toISOString().slice(0, -1).split('.')
  return fraction === '000' ? `${seconds}+00:00` : `${seconds}.${fraction}000+00:00`
}

const isoDate = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?)?(Z|[+-]\d\d:?\d\d)?$/

/**
 * Reads such a time. Without an offset it is UTC. A `+` that arrives as a space was not escaped in the address, as in
 * `before_ts=2026-11-21T09:30:00+00:00`.
 * @returns ISO 8601 with offset, or null when it is no time.
 */
export function parseIso(text: string): string | null {
  const restored = text
    .trim()
    .replace(/ (\d\d:?\d\d)$/, (whole, offset: string) => (text.includes('T') ? `+${offset}` : whole))
  const match = isoDate.exec(restored)
  if (!match) return null
  const zone = match[4]
  const at = new Date(zone ? restored : `${match[1] ? restored : `${restored}T00:00`}Z`)
  return Number.isNaN(at.getTime()) ? null : keepMicroseconds(at, match[3])
}

/** A JavaScript time has milliseconds; the microseconds that were given decide whether a message is before it. */
function keepMicroseconds(at: Date, fraction: string | undefined): string {
  const digits = (fraction ?? '').slice(1).padEnd(6, '0')
  return `${at.toISOString().slice(0, -5)}.${digits}Z`
}
