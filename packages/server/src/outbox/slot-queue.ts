import type { DatabaseClock } from './database-clock.ts'
import { lateMilliseconds } from './pace.ts'

export interface SlotQueueOptions<Item> {
  readonly slotOf: (item: Item) => number
  readonly clock: Pick<DatabaseClock, 'earliest' | 'latest'>
  /** Its moment has come. */
  readonly begin: (item: Item) => void
  /** Its moment passed: this process was busy with something else. */
  readonly miss: (item: Item) => void
}

/** Begins each item at its slot, never before and at most `lateMilliseconds` after it; one timer for all. */
export class SlotQueue<Item> {
  #waiting: Item[] = []
  #timer: NodeJS.Timeout | undefined
  #closed = false
  readonly #options: SlotQueueOptions<Item>

  constructor(options: SlotQueueOptions<Item>) {
    this.#options = options
  }

  add(items: readonly Item[]): void {
    const { slotOf } = this.#options
    if (items.length === 0) return
    this.#waiting = [...this.#waiting, ...items].toSorted((a, b) => slotOf(a) - slotOf(b))
    this.#run()
  }

  /** No more is begun. @returns what was not. */
  close(): readonly Item[] {
    this.#closed = true
    clearTimeout(this.#timer)
    return this.#waiting.splice(0)
  }

  #run(): void {
    if (this.#closed) return
    clearTimeout(this.#timer)
    const { slotOf, clock, begin, miss } = this.#options
    let next = this.#waiting[0]
    let index = 0
    // The clock is read for each: beginning one takes time.
    while (next !== undefined && slotOf(next) <= clock.earliest()) {
      if (clock.latest() > slotOf(next) + lateMilliseconds) miss(next)
      else begin(next)
      index += 1
      next = this.#waiting[index]
    }
    this.#waiting.splice(0, index)
    if (next !== undefined) this.#timer = setTimeout(() => this.#run(), Math.max(1, slotOf(next) - clock.earliest()))
  }
}
