import type { ConversationId } from '@switchboard/contract'
import { createContext, type ReactNode, use, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { useFeedState } from '../live/live-provider.tsx'
import { useSession } from '../session/session.ts'
import type { OutgoingMessage } from './outgoing-message.ts'
import { OutgoingQueue } from './outgoing-queue.ts'
import { asTheyWait } from './waiting.ts'

const OutgoingContext = createContext<OutgoingQueue | undefined>(undefined)

/** Sends what was written here, whatever page is shown. */
export function OutgoingProvider({ children }: { readonly children: ReactNode }) {
  const { me } = useSession()
  const feed = useFeedState()
  const [queue] = useState(() => new OutgoingQueue(`${me.workspaceId}/${me.id}`))
  useEffect(() => queue.start(), [queue])
  useEffect(() => {
    if (feed === 'live') queue.retryNow()
  }, [feed, queue])
  return <OutgoingContext value={queue}>{children}</OutgoingContext>
}

function useQueue(): OutgoingQueue {
  const queue = use(OutgoingContext)
  if (!queue) throw new Error('useOutgoing outside of OutgoingProvider')
  return queue
}

/**
 * What was written in a conversation and the server has not taken yet, oldest first: shown after its newest message. A message
 * with a `messageId` that the thread shows already is not shown twice.
 */
export function useOutgoing(conversationId: ConversationId): readonly OutgoingMessage[] {
  const queue = useQueue()
  const all = useSyncExternalStore(queue.subscribe, queue.all)
  return useMemo(
    () => asTheyWait(all.filter((message) => message.conversationId === conversationId)),
    [all, conversationId],
  )
}

/** What waited for too long to leave by itself, in whatever conversation. */
export function useOldOutgoing(): readonly OutgoingMessage[] {
  const queue = useQueue()
  const all = useSyncExternalStore(queue.subscribe, queue.all)
  return useMemo(() => all.filter(({ state }) => state === 'old'), [all])
}

/** Sends, tries again what was refused or is old, and discards what did not leave. */
export function useOutgoingActions(): Pick<OutgoingQueue, 'add' | 'retry' | 'discard'> {
  return useQueue()
}
