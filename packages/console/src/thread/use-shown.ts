import type { ConversationId, Message } from '@switchboard/contract'
import { useNavigate, useRouter, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'
import type { DetailsPart } from './details/details-dialog.tsx'

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** The entry before this one in the browser's history is the same page without what was opened over it. */
    isOver?: boolean
  }
}

/** What is opened over the conversation, out of the address: so it can be linked to, and going back closes it. */
export interface Shown {
  readonly messageId: string | undefined
  readonly part: DetailsPart | undefined
  readonly picture: string | undefined
  readonly showDetails: (message: Message, part?: DetailsPart) => void
  readonly showPicture: (mediaId: string) => void
  readonly close: () => void
}

export function useShown(conversationId: ConversationId): Shown {
  const { message, part, picture } = useSearch({ from: '/inbox' })
  const router = useRouter()
  const navigate = useNavigate()
  const showDetails = useCallback(
    ({ id }: Message, of?: DetailsPart) =>
      void navigate({
        to: '/inbox/$conversationId',
        params: { conversationId },
        search: (now) => ({ ...now, message: id, ...(of ? { part: of } : undefined) }),
        state: { isOver: true },
      }),
    [navigate, conversationId],
  )
  const showPicture = useCallback(
    (mediaId: string) => {
      // From one picture to the next is no way that one wants to go back step by step.
      const isNext = router.latestLocation.search.picture !== undefined
      void navigate({
        to: '/inbox/$conversationId',
        params: { conversationId },
        search: (now) => ({ ...now, picture: mediaId }),
        replace: isNext,
        state: isNext ? true : { isOver: true },
      })
    },
    [navigate, router, conversationId],
  )
  const close = useCallback(() => {
    if (router.latestLocation.state.isOver) return router.history.back()
    void navigate({
      to: '/inbox/$conversationId',
      params: { conversationId },
      search: ({ message: _message, part: _part, picture: _picture, ...others }) => others,
      replace: true,
    })
  }, [navigate, router, conversationId])
  return { messageId: message, part, picture, showDetails, showPicture, close }
}
