import type { ConversationId, Message } from '@switchboard/contract'
import { useMemo } from 'react'
import { useToast } from '../components/toast.tsx'
import { useSession } from '../session/session.ts'
import { react } from './queries.ts'
import type { ThreadActions } from './thread-actions.ts'

interface Wanted extends Pick<ThreadActions, 'jumpTo' | 'showDetails' | 'openPicture' | 'hasManyPeople'> {
  readonly conversationId: ConversationId
  readonly onReply: ((message: Message) => void) | undefined
}

/** What rows can ask for, as far as this person may. The same object as long as nothing of it changes, so that rows stay as they are. */
export function useActions(wanted: Wanted): ThreadActions {
  const { conversationId, onReply, jumpTo, showDetails, openPicture, hasManyPeople } = wanted
  const { can } = useSession()
  const toast = useToast()
  const maySend = can('messages:send')
  return useMemo<ThreadActions>(
    () => ({
      jumpTo,
      showDetails,
      openPicture,
      hasManyPeople,
      reply: maySend ? onReply : undefined,
      // What becomes of it is told by the live feed, as of every send.
      react: maySend ? (message, emoji) => void react(message, emoji).catch(toast.problem) : undefined,
      linkTo: ({ id }) => `${location.origin}/app/inbox/${conversationId}?around=${id}`,
    }),
    [conversationId, onReply, jumpTo, showDetails, openPicture, hasManyPeople, maySend, toast],
  )
}
