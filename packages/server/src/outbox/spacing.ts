import { secondMilliseconds } from './pace.ts'

/** One that left. Times by performance.now(). */
export interface Departure {
  readonly leftAt: number
  /** It, or one that left after it, was answered then: it had arrived. Infinite: nothing is known yet. */
  arrivedBy: number
}

const exactSecond = 1_001
const forgetAfter = 10_000

/**
 * When the last sends of one account really left and arrived, so that delays that end together do not make too many in one second,
 * neither here nor where it counts: a provider counts a request when it gets to it, which may be long after it left.
 *
 * Arrived is what was answered, and what left before it. The fastest way there and back of late is nobody's delay; by what an
 * answer took longer, its request may have arrived later, and one more may leave later. So no two arrivals that are a limit apart
 * are less than a second apart. Of what is not answered within the second nothing is known, and a longer second stands for it.
 */
export class Spacing {
  /** A ring; `#next` is where the oldest one is. */
  #ring: (Departure | undefined)[] = []
  #next = 0
  /** The fastest way there and back, of this while and of the one before. */
  #fastest = Number.POSITIVE_INFINITY
  #fastestBefore = Number.POSITIVE_INFINITY
  #whileBegan = Number.NEGATIVE_INFINITY

  /** Not before this moment (performance.now()) one more may leave, at so many a second. */
  freeAt(rate: number): number {
    const size = Math.max(1, Math.floor(rate))
    if (size !== this.#ring.length) this.#resize(size)
    const oldest = this.#ring[this.#next]
    if (!oldest) return Number.NEGATIVE_INFINITY
    if (oldest.arrivedBy === Number.POSITIVE_INFINITY) return oldest.leftAt + secondMilliseconds
    const fastest = Math.min(this.#fastest, this.#fastestBefore)
    return Math.max(oldest.leftAt, oldest.arrivedBy - fastest) + exactSecond
  }

  note(leftAt: number): Departure {
    const departure = { leftAt, arrivedBy: Number.POSITIVE_INFINITY }
    this.#ring[this.#next] = departure
    this.#next = (this.#next + 1) % this.#ring.length
    return departure
  }

  /** @param at when its answer came, whatever it says */
  answered(departure: Departure, at: number): void {
    this.#learn(at - departure.leftAt, at)
    const size = this.#ring.length
    const seat = this.#ring.indexOf(departure)
    if (seat < 0) return
    // From the newest before it to the oldest; what was known to have arrived is so of all before it.
    const age = (seat - this.#next + size) % size
    for (let back = age; back >= 0; back -= 1) {
      const earlier = this.#ring[(this.#next + back) % size]
      if (!earlier || earlier.arrivedBy <= at) return
      earlier.arrivedBy = at
    }
  }

  #learn(took: number, now: number): void {
    if (now - this.#whileBegan > forgetAfter) {
      this.#fastestBefore = this.#fastest
      this.#fastest = took
      this.#whileBegan = now
    } else this.#fastest = Math.min(this.#fastest, took)
  }

  /** The newest stay. */
  #resize(size: number): void {
    const inOrder = [...this.#ring.slice(this.#next), ...this.#ring.slice(0, this.#next)].slice(-size)
    this.#ring = [...Array.from({ length: size - inOrder.length }, () => undefined), ...inOrder]
    this.#next = 0
  }
}
