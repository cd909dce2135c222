/**
 * Times as people write them down in their zone (`2026-11-23T09:00`, what `<input type="datetime-local">` holds) and instants.
 */
export function instantOf(local: string, timeZone: string): number {
  const asUtc = Date.parse(`${local}:00Z`)
  // The offset there is that of the instant, which is what is looked for: the second look has it right, but in the hour that is skipped.
  const guess = asUtc - offsetAt(asUtc, timeZone)
  return asUtc - offsetAt(guess, timeZone)
}

export function localOf(instant: number, timeZone: string): string {
  return new Date(instant + offsetAt(instant, timeZone)).toISOString().slice(0, 16)
}

/** Milliseconds that clocks there are ahead of UTC. */
function offsetAt(instant: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant)
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value)
  const there = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'))
  return there - Math.floor(instant / 1_000) * 1_000
}

const day = 86_400_000

/** What people mostly mean: in an hour, tomorrow at nine, next Monday at nine. */
export function usualTimes(
  now: number,
  timeZone: string,
): readonly { readonly id: 'hour' | 'tomorrow' | 'monday'; readonly at: number }[] {
  const nineOf = (date: number) => instantOf(`${localOf(date, timeZone).slice(0, 10)}T09:00`, timeZone)
  const weekday = new Date(`${localOf(now, timeZone)}:00Z`).getUTCDay()
  return [
    { id: 'hour', at: now + 3_600_000 },
    { id: 'tomorrow', at: nineOf(now + day) },
    { id: 'monday', at: nineOf(now + (weekday === 1 ? 7 : (8 - weekday) % 7) * day) },
  ]
}
