/** One that left. Times by performance.now(). */
export interface Departure {
  readonly leftAt: number
  /** When its answer came; undefined: nobody knows whether it is counted yet. */
  answeredAt: number | undefined
}

/** So long after it was counted one counts: a second, and what two clocks differ by in one. */
const exactSecond = 1_001
/** So long one without an answer is taken for one that may be counted at any moment; then for one that got lost. */
const patienceMilliseconds = 5_000
const forgetAfter = 60_000

/**
 * Which sends of one account a provider may still count in this second, so that those and one more are never too many.
 *
 * A provider counts a request at some moment between its leaving and its answer, and nobody tells when. It may have stood still on
 * its way there for all that its answer took longer than the fastest one of late, and it may have been overtaken by what left
 * later on another connection. So each one takes room from when it left until a second after the last moment at which it can have
 * been counted: by its own answer, or, as long as there is none, not yet.
 */
export class Spacing {
  /** What may count now. Some that no longer do are among them until somebody asks. */
  #counting: Departure[] = []
  /** The fastest way there and back, of this while and of the one before. */
  #fastest = Number.POSITIVE_INFINITY
  #fastestBefore = Number.POSITIVE_INFINITY
  #whileBegan = Number.NEGATIVE_INFINITY

  /** Not before this moment one more may leave, at so many a second, as far as is known now: an answer may bring it forward. */
  freeAt(rate: number, now: number): number {
    const room = Math.max(1, Math.floor(rate))
    if (this.#counting.length < room) return Number.NEGATIVE_INFINITY
    const known = Math.min(this.#fastest, this.#fastestBefore)
    const fastest = known === Number.POSITIVE_INFINITY ? 0 : known
    const ends: number[] = []
    this.#counting = this.#counting.filter((departure) => {
      const end = endOf(departure, fastest)
      if (end > now) ends.push(end)
      return end > now
    })
    const tooMany = ends.length - room
    if (tooMany < 0) return Number.NEGATIVE_INFINITY
    if (tooMany > 0) ends.sort((a, b) => a - b)
    return tooMany > 0 ? (ends[tooMany] ?? now) : ends.reduce((soonest, end) => Math.min(soonest, end))
  }

  note(leftAt: number): Departure {
    const departure = { leftAt, answeredAt: undefined }
    this.#counting.push(departure)
    return departure
  }

  /**
   * @param at when its answer came, or it is sure that none comes
   * @param there whether it was there and came back: what failed before tells nothing about the way
   */
  answered(departure: Departure, at: number, there: boolean): void {
    if (there) this.#learn(at - departure.leftAt, at)
    // Given up for lost, and it was not.
    if (at - departure.leftAt >= patienceMilliseconds && !this.#counting.includes(departure))
      this.#counting.push(departure)
    departure.answeredAt = at
  }

  #learn(took: number, now: number): void {
    if (now - this.#whileBegan > forgetAfter) {
      this.#fastestBefore = this.#fastest
      this.#fastest = took
      this.#whileBegan = now
    } else this.#fastest = Math.min(this.#fastest, took)
  }
}

/** When it surely counts no more. */
function endOf({ leftAt, answeredAt }: Departure, fastest: number): number {
  if (answeredAt === undefined) return leftAt + patienceMilliseconds + exactSecond
  return Math.max(leftAt, answeredAt - fastest) + exactSecond
}
