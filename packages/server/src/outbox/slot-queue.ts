import type { DatabaseClock } from './database-clock.ts'
import { lateMilliseconds } from './pace.ts'
import { Spacing } from './spacing.ts'

/** What has a slot: a moment by the database's clock, in milliseconds. */
interface Slotted {
  readonly accountId: string
  readonly slotAt: number
  /** Of its account, a second. */
  readonly rate: number
}

export interface SlotQueueOptions<Item extends Slotted> {
  readonly clock: Pick<DatabaseClock, 'earliest' | 'latest'>
  /** Its moment has come. Settled: the provider answered, or never will; true: it took it. Must not reject. */
  readonly begin: (item: Item) => Promise<boolean>
  /** Its moment passed: this process was busy with something else. */
  readonly miss: (item: Item) => void
}

interface Line<Item> {
  readonly spacing: Spacing
  waiting: Item[]
  /** What left before holds it up, and not its slot. */
  crowded: boolean
}

/** Begins each item at its slot or soon after it, never before, and never too many of an account in a second. One timer for all. */
export class SlotQueue<Item extends Slotted> {
  readonly #lines = new Map<string, Line<Item>>()
  #timer: NodeJS.Timeout | undefined
  #closed = false
  readonly #options: SlotQueueOptions<Item>

  constructor(options: SlotQueueOptions<Item>) {
    this.#options = options
  }

  add(items: readonly Item[]): void {
    for (const [accountId, group] of Map.groupBy(items, (item) => item.accountId)) {
      const line = this.#lines.get(accountId) ?? { spacing: new Spacing(), waiting: [], crowded: false }
      line.waiting = [...line.waiting, ...group].toSorted((a, b) => a.slotAt - b.slotAt)
      this.#lines.set(accountId, line)
    }
    this.#run()
  }

  /** No more is begun. @returns what was not. */
  close(): readonly Item[] {
    this.#closed = true
    clearTimeout(this.#timer)
    return [...this.#lines.values()].flatMap((line) => line.waiting.splice(0))
  }

  #run(): void {
    if (this.#closed) return
    clearTimeout(this.#timer)
    let soonest = Number.POSITIVE_INFINITY
    for (const line of this.#lines.values()) soonest = Math.min(soonest, this.#advance(line))
    if (soonest < Number.POSITIVE_INFINITY) this.#timer = setTimeout(() => this.#run(), Math.max(1, soonest))
  }

  /** @returns in how many milliseconds the next one of the line may begin. */
  #advance(line: Line<Item>): number {
    const { waiting, spacing } = line
    const { clock, miss } = this.#options
    line.crowded = false
    let done = 0
    let soonest = Number.POSITIVE_INFINITY
    // The clock is read for each: beginning one takes time.
    for (const item of waiting) {
      const now = performance.now()
      const crowded = spacing.freeAt(item.rate, now) - now
      const wait = Math.max(item.slotAt - clock.earliest(now), crowded)
      const left = item.slotAt + lateMilliseconds - clock.latest(now)
      if (left < 0) miss(item)
      else if (wait > 0) {
        soonest = Math.min(wait, left + 1)
        line.crowded = crowded > 0
        break
      } else this.#begin(line, item, now)
      done += 1
    }
    waiting.splice(0, done)
    return soonest
  }

  #begin(line: Line<Item>, item: Item, now: number): void {
    const departure = line.spacing.note(now)
    void this.#options.begin(item).then((taken) => {
      line.spacing.answered(departure, performance.now(), taken)
      if (line.crowded) this.#run()
    })
  }
}
