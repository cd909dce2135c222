import type { MessageId } from '@switchboard/contract'
import type { ThreadState } from './thread-state.ts'

/** Where a thread stands: which stretch of it is loaded, and at what it begins. */
export interface Place {
  /** The message about which the stretch lies; undefined: the newest are loaded. */
  readonly anchor: MessageId | undefined
  /** undefined: at the end. */
  readonly start: MessageId | undefined
  readonly align: 'start' | 'center'
}

export const newestPlace: Place = { anchor: undefined, start: undefined, align: 'start' }

export function placeAbout(id: MessageId): Place {
  return { anchor: id, start: id, align: 'center' }
}

/** Where whoever comes begins to read, once the newest page is there: what is unread may begin before it. Pure. */
export function placeOfUnread({ messages }: ThreadState, firstUnreadId: MessageId | undefined): Place {
  if (firstUnreadId === undefined) return newestPlace
  const isLoaded = messages.some(({ id }) => id === firstUnreadId)
  return { anchor: isLoaded ? undefined : firstUnreadId, start: firstUnreadId, align: 'start' }
}
