import type { Message, MessageId } from '@switchboard/contract'
import { createContext, use } from 'react'

/** What a row can ask of its thread. */
export interface ThreadActions {
  /** undefined: this person may not write here. */
  readonly reply: ((message: Message) => void) | undefined
  readonly react: ((message: Message, emoji: string | null) => void) | undefined
  readonly showDetails: (message: Message, part?: 'versions' | 'raw') => void
  /** Shows the message in its place, and makes it stand out for a moment. */
  readonly jumpTo: (id: MessageId) => void
  readonly openPicture: (mediaId: string) => void
  readonly linkTo: (message: Message) => string
  /** More than one person writes here, so that it matters who. */
  readonly hasManyPeople: boolean
}

export const ThreadActionsContext = createContext<ThreadActions | undefined>(undefined)

export function useThreadActions(): ThreadActions {
  const actions = use(ThreadActionsContext)
  if (!actions) throw new Error('useThreadActions outside of Thread')
  return actions
}
