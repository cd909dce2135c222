import { secondMilliseconds } from './pace.ts'

/** When the last sends of one account really left, so that delays that end together do not make too many in one second. */
export class Spacing {
  /** A ring; `#next` is where the oldest one is. */
  #left: Float64Array = new Float64Array(0)
  #next = 0

  /** Not before this moment (performance.now()) one more may leave, at so many a second. */
  freeAt(rate: number): number {
    const size = Math.max(1, Math.floor(rate))
    if (size !== this.#left.length) this.#resize(size)
    return (this.#left[this.#next] ?? Number.NEGATIVE_INFINITY) + secondMilliseconds
  }

  note(at: number): void {
    this.#left[this.#next] = at
    this.#next = (this.#next + 1) % this.#left.length
  }

  /** The newest stay. */
  #resize(size: number): void {
    const inOrder = [...this.#left.subarray(this.#next), ...this.#left.subarray(0, this.#next)].slice(-size)
    const never = Array.from({ length: size - inOrder.length }, () => Number.NEGATIVE_INFINITY)
    this.#left = Float64Array.from([...never, ...inOrder])
    this.#next = 0
  }
}
