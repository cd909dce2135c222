import type { Event } from '@switchboard/contract'

/** How the feed stands, for the line at the top of the page. */
export type FeedState = 'connecting' | 'live' | 'offline' | 'signed-out'

/** What the feed tells the pages of a browser. */
export type FeedMessage =
  | { readonly kind: 'state'; readonly state: FeedState }
  | { readonly kind: 'events'; readonly events: readonly Event[] }
  /** Only what comes after this seq is told: whoever shows something from before asks for it again. */
  | { readonly kind: 'start'; readonly after: number }

/** What a page tells the feed. */
export type PageMessage =
  /** First: what the page shows is at least as new as the event with this seq; undefined where it does not know. */
  | { readonly kind: 'join'; readonly after: number | undefined }
  | { readonly kind: 'retry' }
  | { readonly kind: 'leave' }
