import type { Call, ConversationChange, Message, Note } from '@switchboard/contract'
import type { OutgoingMessage } from '../outgoing/outgoing-message.ts'
import type { ThreadState } from './thread-state.ts'

/** One row of the list, top to bottom. `key` stays with what it shows, whatever comes in above or below. */
export type Row =
  | { readonly kind: 'beginning'; readonly key: string }
  | { readonly kind: 'day'; readonly key: string; readonly at: string }
  | { readonly kind: 'unread'; readonly key: string; readonly count: number }
  | {
      readonly kind: 'message'
      readonly key: string
      readonly message: Message
      /** The first and the last of what one person said in a row. */
      readonly first: boolean
      readonly last: boolean
    }
  | { readonly kind: 'call'; readonly key: string; readonly call: Call }
  | { readonly kind: 'note'; readonly key: string; readonly note: Note }
  | { readonly kind: 'change'; readonly key: string; readonly change: ConversationChange }
  | { readonly kind: 'outgoing'; readonly key: string; readonly outgoing: OutgoingMessage }

export interface RowsOf {
  readonly state: ThreadState
  readonly calls?: readonly Call[]
  readonly notes?: readonly Note[]
  /** What the team did with the conversation. */
  readonly changes?: readonly ConversationChange[]
  /** What was written here and the server has not taken yet. */
  readonly outgoing?: readonly OutgoingMessage[]
  /** The first message that the reader has not seen, as it was when they came. */
  readonly firstUnreadId?: string | undefined
  /** How much is unread, of which not all may be loaded. */
  readonly unreadCount?: number
  readonly dayOf: (at: string) => string
}

type Timed =
  | { readonly kind: 'message'; readonly at: string; readonly message: Message }
  | { readonly kind: 'call'; readonly at: string; readonly call: Call }
  | { readonly kind: 'note'; readonly at: string; readonly note: Note }
  | { readonly kind: 'change'; readonly at: string; readonly change: ConversationChange }

/** What one person says within this time belongs together. */
const togetherMilliseconds = 5 * 60_000

export function rowsOf(given: RowsOf): Row[] {
  const { state, outgoing = [], firstUnreadId, unreadCount = 0, dayOf } = given
  const rows: Row[] = state.olderCursor === null ? [{ kind: 'beginning', key: 'beginning' }] : []
  const items = inOrder(given)
  let day = ''
  for (const [index, item] of items.entries()) {
    const today = dayOf(item.at)
    const newDay = today !== day
    if (newDay) rows.push({ kind: 'day', key: `day ${today}`, at: item.at })
    day = today
    if (item.kind === 'call') rows.push({ kind: 'call', key: item.call.id, call: item.call })
    if (item.kind === 'change') rows.push({ kind: 'change', key: item.change.id, change: item.change })
    if (item.kind === 'note') rows.push({ kind: 'note', key: item.note.id, note: item.note })
    if (item.kind !== 'message') continue
    const { message } = item
    const unread = message.id === firstUnreadId
    if (unread) rows.push({ kind: 'unread', key: 'unread', count: Math.max(unreadCount, countUnread(items, index)) })
    const next = items[index + 1]
    const first = newDay || unread || !together(items[index - 1], item)
    const last =
      !together(item, next) || (next !== undefined && (dayOf(next.at) !== day || isUnread(next, firstUnreadId)))
    rows.push({ kind: 'message', key: message.id, message, first, last })
  }
  if (!state.hasNewer) rows.push(...outgoingRows(state, outgoing))
  return rows
}

/** Each until its message is there. */
function outgoingRows({ messages }: ThreadState, outgoing: readonly OutgoingMessage[]): Row[] {
  if (outgoing.length === 0) return []
  const there = new Set<string>(messages.slice(-recent).map(({ id }) => id))
  return outgoing
    .filter(({ messageId }) => messageId === undefined || !there.has(messageId))
    .map((one) => ({ kind: 'outgoing', key: one.clientId, outgoing: one }))
}

/** What is just taken is among the newest. */
const recent = 200

function countUnread(items: readonly Timed[], from: number): number {
  let count = 0
  for (let at = from; at < items.length; at += 1) {
    const item = items[at]
    if (item?.kind === 'message' && item.message.direction === 'inbound') count += 1
  }
  return count
}

function isUnread(item: Timed, firstUnreadId: string | undefined): boolean {
  return item.kind === 'message' && item.message.id === firstUnreadId
}

/** Calls, notes and what the team did, of the time that is loaded, among the messages. */
function inOrder({
  state: { messages, olderCursor, hasNewer },
  calls = [],
  notes = [],
  changes = [],
}: RowsOf): Timed[] {
  const from = olderCursor === null ? '' : (messages[0]?.sentAt ?? '')
  const to = hasNewer ? (messages.at(-1)?.sentAt ?? '') : '~'
  const others = [
    ...calls.map((call): Timed => ({ kind: 'call', at: call.firstEventAt, call })),
    ...notes.map((note): Timed => ({ kind: 'note', at: note.createdAt, note })),
    // The newest first, as the server has them: those of one moment keep their order.
    ...changes.toReversed().map((change): Timed => ({ kind: 'change', at: change.at, change })),
  ]
    .filter(({ at }) => at >= from && at <= to)
    .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  const items: Timed[] = []
  let next = 0
  for (const message of messages) {
    for (let other = others[next]; other && other.at <= message.sentAt; other = others[next]) {
      items.push(other)
      next += 1
    }
    items.push({ kind: 'message', at: message.sentAt, message })
  }
  return [...items, ...others.slice(next)]
}

function together(a: Timed | undefined, b: Timed | undefined): boolean {
  if (a?.kind !== 'message' || b?.kind !== 'message') return false
  if (isEvent(a.message) || isEvent(b.message)) return false
  if (a.message.direction !== b.message.direction) return false
  if (b.message.direction === 'inbound' && a.message.contact?.id !== b.message.contact?.id) return false
  return Date.parse(b.at) - Date.parse(a.at) < togetherMilliseconds
}

/** What nobody said: it is a line across, not a bubble. */
export function isEvent({ content }: Message): boolean {
  return content.type === 'system' || content.type === 'request_welcome'
}

const quarterHour = 15 * 60_000

/** The day of a time in a zone. Asked for every message of a thread, so it is worked out once a quarter of an hour: no zone is finer. */
export function createDayOf(timeZone: string | undefined): (at: string) => string {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  let known = Number.NaN
  let day = ''
  return (at) => {
    const quarter = Math.floor(Date.parse(at) / quarterHour)
    // Asked in the order of time, so that remembering the last answer is enough.
    if (quarter === known) return day
    known = quarter
    day = format.format(quarter * quarterHour)
    return day
  }
}
