/**
 * How fast messages may leave. Every message gets a slot, a moment of its own; slots of one account are `spacing` apart. A message
 * leaves at its slot or at most `lateMilliseconds` after it, or not in this slot at all. So the sends of any second lie on the
 * slots of 1 s + late, and with a spacing of (1 s + late) / rate there are never more than `rate` of them, however many
 * dispatchers there are: they only have to take slots from the same row. The price is late / 1 s of the speed, two per cent.
 */
export const lateMilliseconds = 20

export function spacingOf(rate: number): number {
  return (1_000 + lateMilliseconds) / rate
}

export interface AccountLimits {
  readonly sendRate: number | null
  readonly coexistence: boolean
}

/** Messages a second: Meta's defaults (facts: 80, 20 for numbers that are also on the phone app) unless configured. */
export function limitOf({ sendRate, coexistence }: AccountLimits): number {
  return sendRate ?? (coexistence ? 20 : 80)
}

/** Times in milliseconds since 1970. */
export interface Pace {
  /** Messages a second now; null: the limit. */
  readonly rate: number | null
  readonly slowedAt: number | null
  readonly raisedAt: number | null
}

const recoverAfter = 5_000
/** Of the limit, each time. */
const recoverBy = 0.1
const slowestRate = 1

/** A tenth of the limit is won back every five seconds in which nobody said that we are too fast. */
export function recovered(pace: Pace, limit: number, now: number): Pace {
  if (pace.rate === null || pace.rate >= limit) return { ...pace, rate: null }
  const since = Math.max(pace.slowedAt ?? 0, pace.raisedAt ?? 0)
  if (now - since < recoverAfter) return pace
  const rate = Math.max(slowestRate, Math.floor(pace.rate + limit * recoverBy))
  return { ...pace, rate: rate >= limit ? null : rate, raisedAt: now }
}

/** What has its slot still leaves after the account was slowed. */
const settlingDown = 1_000

/**
 * Half as fast. Many messages of one second are told at once that we are too fast, which is one reason and not many: what left
 * before the last slowing, or just after it, does not slow again.
 */
export function slowed(pace: Pace, limit: number, leftAt: number, now: number): Pace {
  if (pace.slowedAt !== null && leftAt <= pace.slowedAt + settlingDown) return pace
  const rate = Math.max(slowestRate, Math.floor((pace.rate ?? limit) / 2))
  return { rate, slowedAt: now, raisedAt: now }
}

export interface PairLimits {
  /** So many at once … */
  readonly burst: number
  /** … and one in so many milliseconds in the long run. */
  readonly interval: number
}

/** From when on one more may go to a person. `freeAt`: when the burst is whole again (the generic cell rate algorithm). */
export function pairAllowedAt(freeAt: number | null, { burst, interval }: PairLimits): number {
  return freeAt === null ? 0 : freeAt - (burst - 1) * interval
}

export function pairAfter(freeAt: number | null, slot: number, { interval }: PairLimits): number {
  return Math.max(freeAt ?? 0, slot) + interval
}

/** The provider says that a person got too many: as if the burst were just used up. */
export function pairExhausted(now: number, { burst, interval }: PairLimits): number {
  return now + burst * interval
}
