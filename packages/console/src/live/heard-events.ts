import type { Event } from '@switchboard/contract'

/** A little longer than what was loaded counts as fresh (api/query-client.ts): what is older is asked for again by whoever shows it. */
const keptMilliseconds = 40_000
/** In a burst; whoever begins to listen in the middle of more loads what it shows a moment before anyway. */
const most = 2_000

/** What one page heard of the live line. */
export interface HeardEvents {
  /** @returns what of these was not heard before */
  hear(events: readonly Event[]): readonly Event[]
  /** Only what comes after this seq will be told; all that is shown is loaded after it, or again. */
  startAfter(seq: number): void
  /** All up to this seq was told, or was there before the page. Undefined: not known. */
  position(): number | undefined
  /** What was told within the last 40 s, for who begins to listen: what it shows may have been loaded before that. */
  lately(): readonly Event[]
}

export function createHeardEvents(now: () => number = () => performance.now()): HeardEvents {
  let position: number | undefined
  let told: readonly { readonly event: Event; readonly at: number }[] = []
  const forget = () => {
    const since = now() - keptMilliseconds
    told = told.slice(-most).filter(({ at }) => at > since)
  }
  return {
    hear(events) {
      const fresh = events.filter(({ seq }) => position === undefined || seq > position)
      position = fresh.at(-1)?.seq ?? position
      const at = now()
      told = [...told, ...fresh.map((event) => ({ event, at }))]
      forget()
      return fresh
    },
    startAfter(seq) {
      position = seq
      told = []
    },
    position: () => position,
    lately() {
      forget()
      return told.map(({ event }) => event)
    },
  }
}
