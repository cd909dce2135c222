import type { Event } from '@switchboard/contract'

/** How the feed stands, for the line at the top of the page. */
export type FeedState = 'connecting' | 'live' | 'offline' | 'signed-out'

/** What the feed tells the pages of a browser. */
export type FeedMessage =
  | { readonly kind: 'state'; readonly state: FeedState }
  | { readonly kind: 'events'; readonly events: readonly Event[] }
  /** What happened before now is not told: whoever shows something asks for it again. */
  | { readonly kind: 'start' }

/** What a page tells the feed. */
export type PageMessage = { readonly kind: 'leave' } | { readonly kind: 'retry' }
