import type { Message, QuotedMessage, ThreadPage } from '@switchboard/contract'

/**
 * What is loaded of a conversation: one stretch of it without gaps, oldest first, and how it goes on at both ends. It only changes
 * by the functions below, each of which gives a new one and leaves what did not change as it was.
 */
export interface ThreadState {
  readonly messages: readonly Message[]
  readonly quotes: ReadonlyMap<string, QuotedMessage>
  /** null: the stretch begins with the conversation. */
  readonly olderCursor: string | null
  readonly newerCursor: string | null
  /** Something newer than the stretch is there, or came meanwhile. */
  readonly hasNewer: boolean
  /** Whatever has a seq after this came after the first page was asked for, or after it was shown last. Undefined: not known. */
  readonly asOf?: number | undefined
}

export const emptyThread: ThreadState = {
  messages: [],
  quotes: new Map(),
  olderCursor: null,
  newerCursor: null,
  hasNewer: false,
}

/** A first page, newest first, as the server gives it. */
export function threadOf(page: ThreadPage, asOf?: number): ThreadState {
  return {
    asOf,
    messages: page.items.toSorted(inTime),
    quotes: new Map(page.quotes.map((quote) => [quote.providerMessageId, quote])),
    olderCursor: page.olderCursor,
    newerCursor: page.newerCursor,
    hasNewer: page.hasNewer,
  }
}

/** A page that goes on from `olderCursor`. */
export function withOlder(state: ThreadState, page: ThreadPage): ThreadState {
  return { ...joined(state, page), olderCursor: page.olderCursor }
}

/** A page that goes on from `newerCursor`. An empty one leaves the cursor: what comes later lies beyond the same place. */
export function withNewer(state: ThreadState, page: ThreadPage): ThreadState {
  return { ...joined(state, page), newerCursor: page.newerCursor ?? state.newerCursor, hasNewer: page.hasNewer }
}

function joined(state: ThreadState, page: ThreadPage): ThreadState {
  const messages = joinMessages(state.messages, page.items.toSorted(inTime))
  const quotes = new Map([...state.quotes, ...page.quotes.map((quote) => [quote.providerMessageId, quote] as const)])
  return { ...state, messages, quotes }
}

/**
 * The page that the stretch began with, asked for again because something may have been missed: what changed is as it is now, and
 * where the page no longer touches the stretch, only the page is.
 */
export function refreshed(state: ThreadState, page: ThreadPage, asOf?: number): ThreadState {
  const known = new Set(state.messages.map(({ id }) => id))
  if (!page.items.some(({ id }) => known.has(id))) return threadOf(page, asOf)
  const newest = state.messages.at(-1)
  const reachesFurther = !page.items.some(({ id }) => id === newest?.id) || !page.hasNewer
  const end = reachesFurther ? { newerCursor: page.newerCursor, hasNewer: page.hasNewer } : undefined
  return { ...joined(state, page), ...end }
}

/** Pages mostly lie beyond one end. Where one does not, each of its messages finds its place. */
function joinMessages(messages: readonly Message[], page: readonly Message[]): readonly Message[] {
  const [first, last] = [page[0], page.at(-1)]
  const [oldest, newest] = [messages[0], messages.at(-1)]
  if (!oldest || !newest || (last && inTime(last, oldest) < 0)) return [...page, ...messages]
  if (first && inTime(first, newest) > 0) return [...messages, ...page]
  return page.reduce(put, messages)
}

/**
 * A message that is new or has changed. One that lies outside of the stretch is left to the pages that are still to be loaded; of a
 * newer one it is remembered that it is there.
 */
export function withMessage(state: ThreadState, message: Message): ThreadState {
  if (state.messages.some(({ id }) => id === message.id)) return { ...state, messages: put(state.messages, message) }
  const [oldest, newest] = [state.messages[0], state.messages.at(-1)]
  if (oldest && inTime(message, oldest) < 0 && state.olderCursor !== null) return state
  if (newest && inTime(message, newest) > 0 && state.hasNewer) return state
  return { ...state, messages: put(state.messages, message) }
}

export function withQuote(state: ThreadState, quote: QuotedMessage): ThreadState {
  return { ...state, quotes: new Map(state.quotes).set(quote.providerMessageId, quote) }
}

/** In its place by time; in place of its former self, which may have had another time. */
function put(messages: readonly Message[], message: Message): readonly Message[] {
  const at = messages.findLastIndex(({ id }) => id === message.id)
  const former = messages[at]
  if (former?.sentAt === message.sentAt) return messages.with(at, message)
  const others = former ? messages.toSpliced(at, 1) : messages
  return others.toSpliced(others.findLastIndex((other) => inTime(other, message) < 0) + 1, 0, message)
}

/** The order of the server's pages. */
export function inTime(a: Message, b: Message): number {
  // The server writes all times alike, in UTC and with milliseconds, so their texts have their order.
  if (a.sentAt !== b.sentAt) return a.sentAt < b.sentAt ? -1 : 1
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

/** A message as a bubble that answers it shows it. */
export function quoteOf(message: Message): QuotedMessage {
  const { id, providerMessageId, direction, type, text, contact, sentAt, revokedAt } = message
  return { id, providerMessageId, direction, type, text, contact, sentAt, revoked: revokedAt !== null }
}
