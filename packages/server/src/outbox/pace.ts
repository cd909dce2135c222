/**
 * How fast messages may leave: never more than the limit in any second, whenever the second begins, however many dispatchers.
 *
 * Every message gets a slot, a moment of its own; the slots of an account are evenly apart and are given out under the lock of its
 * row. A message leaves at its slot or later, at most `lateMilliseconds` later or not in this slot. One dispatcher at a time holds
 * an account. Within one, `Spacing` looks back at what really left and when it got there. When another takes over, its first slot is
 * `lateMilliseconds` behind the last of the former: what of that still leaves late then finds the room that was left free for it.
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
  /** What it was when the provider began to say that we are too fast. */
  readonly slowedFrom: number | null
  /** When the first message left that was too much. */
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

const oneSecond = 1_000
/** What had its slot already still leaves after the account was slowed. */
const settlingDown = 1_000

/**
 * Slower by one message a second for each that was refused within one second, at most half as fast: what was refused was what was
 * too much, so one that came a little early costs little, and a provider that carries less is met within a second or two. What left
 * in the second after that one had its slot from before, and does not slow again.
 */
export function slowed(pace: Pace, limit: number, leftAt: number, now: number): Pace {
  const { slowedAt, slowedFrom } = pace
  const current = pace.rate ?? limit
  const sameSecond = slowedAt !== null && slowedFrom !== null && leftAt < slowedAt + oneSecond
  if (!sameSecond && slowedAt !== null && leftAt <= slowedAt + oneSecond + settlingDown) return pace
  const from = sameSecond ? slowedFrom : current
  const rate = Math.max(slowestRate, Math.floor(from / 2), current - 1)
  return { rate, slowedFrom: from, slowedAt: sameSecond ? slowedAt : leftAt, raisedAt: now }
}

/** Half as fast: a limit that is not one of a second tells nothing about how much was too much. */
export function halved(pace: Pace, limit: number, leftAt: number, now: number): Pace {
  if (pace.slowedAt !== null && leftAt <= pace.slowedAt + oneSecond + settlingDown) return pace
  const from = pace.rate ?? limit
  return { rate: Math.max(slowestRate, Math.floor(from / 2)), slowedFrom: from, slowedAt: leftAt, raisedAt: now }
}

const longestRest = 1_000

/** How long no slot is given out after so many were refused: until their second has room for twice as many. Milliseconds. */
export function restAfter(refusedCount: number, rate: number): number {
  return Math.min(longestRest, 2 * refusedCount * spacingOf(rate))
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
