/** How much of a broadcast is in the outbox at a time: some two seconds of its pace, so that pausing and cancelling take effect. */
const seconds = 2
const most = 1_000
/** How many in one transaction. */
const mostAtOnce = 500

export interface Window {
  /** Of this broadcast in the outbox at most. */
  readonly size: number
  /** How long to wait while it is full; milliseconds. */
  readonly pause: number
}

/** @param rate messages a second of the number @param perSecond of the broadcast; null: the number's */
export function windowOf(rate: number, perSecond: number | null): Window {
  const pace = Math.min(rate, perSecond ?? rate)
  const size = Math.min(most, Math.max(1, Math.ceil(pace * seconds)))
  const lasts = (size / pace) * 1_000
  return { size, pause: Math.min(250, Math.max(20, lasts / 10)) }
}

export function roomIn({ size }: Window, waiting: number): number {
  return Math.min(mostAtOnce, Math.max(0, size - waiting))
}

/** When each of the next ones is due, evenly apart behind the last; milliseconds. Null: at once. */
export function dueTimes(
  perSecond: number | null,
  pacedUntil: number | null,
  now: number,
): (index: number) => number | null {
  if (perSecond === null) return () => null
  const spacing = 1_000 / perSecond
  const from = Math.max(now, (pacedUntil ?? 0) + spacing)
  return (index) => from + index * spacing
}
