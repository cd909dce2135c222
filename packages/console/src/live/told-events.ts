import type { Event } from '@switchboard/contract'
import type { FeedMessage } from './feed-message.ts'

/** What a page loads takes moments; one that comes back out of the browser's cache after more than this loads all again. */
const most = 500

export interface ToldEvents {
  /** Call with everything that the feed tells. */
  note(message: FeedMessage): void
  /** What a page that is as new as `after` has not heard, before it hears what comes; null: nothing, or `start` is on its way. */
  since(after: number | undefined): FeedMessage | null
}

/**
 * What the line told last, for pages that join it later: between what they loaded and their joining something may have been told to
 * the others.
 *
 * @param start the event after which the line tells; undefined: the line says so itself
 */
export function createToldEvents(start: number | undefined): ToldEvents {
  let from = start
  let events: readonly Event[] = []
  return {
    note(message) {
      if (message.kind === 'start') {
        from = message.after
        events = []
      } else if (message.kind === 'events') {
        const all = [...events, ...message.events]
        events = all.slice(-most)
        from = all.at(-most - 1)?.seq ?? from
      }
    },
    since(after) {
      if (from === undefined) return null
      if (after === undefined || after < from) return { kind: 'start', after: events.at(-1)?.seq ?? from }
      const missed = events.filter(({ seq }) => seq > after)
      return missed.length > 0 ? { kind: 'events', events: missed } : null
    },
  }
}
