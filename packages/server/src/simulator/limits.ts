/**
 * No more than `perSecond` in any window of one second, wherever it begins: the times of the last `perSecond` accepted ones are
 * kept, and one more may go when the oldest of them is a second old.
 */
export class ThroughputLimit {
  readonly #times: Float64Array
  #next = 0

  constructor(perSecond: number) {
    this.#times = new Float64Array(perSecond).fill(Number.NEGATIVE_INFINITY)
  }

  /** Whether one more would be taken now. */
  mayTake(now: number): boolean {
    return now - (this.#times[this.#next] ?? 0) >= 1_000
  }

  /** @param now milliseconds of a clock that never goes back */
  takes(now: number): boolean {
    if (!this.mayTake(now)) return false
    this.#times[this.#next] = now
    this.#next = (this.#next + 1) % this.#times.length
    return true
  }
}

/** To one person: a burst, then one per interval (the generic cell rate algorithm). */
export class PairLimit {
  readonly #burst: number
  readonly #interval: number
  /** When each pair's burst is whole again. */
  readonly #freeAt = new Map<string, number>()

  constructor(burst: number, intervalMilliseconds: number) {
    this.#burst = burst
    this.#interval = intervalMilliseconds
  }

  takes(pair: string, now: number): boolean {
    const freeAt = Math.max(this.#freeAt.get(pair) ?? now, now)
    if (freeAt - now > (this.#burst - 1) * this.#interval) return false
    this.#freeAt.set(pair, freeAt + this.#interval)
    if (this.#freeAt.size > 50_000) this.#forget(now)
    return true
  }

  #forget(now: number): void {
    for (const [pair, freeAt] of this.#freeAt) if (freeAt <= now) this.#freeAt.delete(pair)
  }
}
