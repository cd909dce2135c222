import type { StoredEvent } from './event-row.ts'

/**
 * The newest events, in memory, without a gap: everything after `from` up to `head`. Whoever is at or after `from` reads here;
 * whoever fell behind it reads from the database.
 */
export interface RecentEvents {
  readonly from: number
  readonly head: number
  /** `events` are all that there is after `head` up to `newHead`, in order. */
  append(events: readonly StoredEvent[], newHead: number): void
  /** Events after `seq`, at most `limit` of them, and how far the answer reaches. Null when `seq` is before `from`. */
  after(seq: number, limit: number): { readonly events: readonly StoredEvent[]; readonly upTo: number } | null
}

export function createRecentEvents(start: number, capacity: number): RecentEvents {
  let events: StoredEvent[] = []
  let from = start
  let head = start
  return {
    get from() {
      return from
    },
    get head() {
      return head
    },
    append(added, newHead) {
      events.push(...added)
      head = newHead
      // Cut only at twice the capacity: moving the array on every batch would cost more than the memory.
      if (events.length < 2 * capacity) return
      const cutAt = events.length - capacity
      from = events[cutAt - 1]?.event.seq ?? from
      events = events.slice(cutAt)
    },
    after(seq, limit) {
      if (seq < from) return null
      const start = firstAfter(events, seq)
      const slice = events.slice(start, start + limit)
      const whole = start + limit >= events.length
      return { events: slice, upTo: whole ? head : (slice.at(-1)?.event.seq ?? head) }
    },
  }
}

function firstAfter(events: readonly StoredEvent[], seq: number): number {
  let low = 0
  let high = events.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((events[middle]?.event.seq ?? 0) > seq) high = middle
    else low = middle + 1
  }
  return low
}
