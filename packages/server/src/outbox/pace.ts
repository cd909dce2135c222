/**
 * How fast messages may leave: never more than the limit in any second, whenever the second begins, however many dispatchers.
 *
 * Every message gets a slot, a moment of its own; the slots of an account are evenly apart and are given out under the lock of its
 * row. A message leaves at its slot or later, at most `lateMilliseconds` later or not in this slot. One dispatcher at a time holds
 * an account. Within one, `Spacing` looks back at what really left. When another takes over, its first slot is `lateMilliseconds`
 * behind the last of the former: what of that still leaves late then finds the room that was left free for it.
 *
 * A second is a little longer than one, because a request counts at the provider when it arrives and some travel faster.
 */
export const lateMilliseconds = 250
export const secondMilliseconds = 1_005

export function spacingOf(rate: number): number {
  return secondMilliseconds / rate
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
