import type { Conversation, EventType } from '@switchboard/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef } from 'react'
import { isProblem } from '../../api/problem.ts'
import { request } from '../../api/request.ts'
import { useLiveEvents } from '../../live/live-provider.tsx'
import { useSession } from '../../session/session.ts'
import { showConversation } from './conversation-cache.ts'
import { contactQuery, listsKey } from './queries.ts'

const about: readonly EventType[] = [
  'message.received',
  'message.echoed',
  'message.synchronised',
  'message.status',
  'message.queued',
  'message.held',
  'message.accepted',
  'message.failed',
  'message.unknown',
  'message.cancelled',
  'message.edited',
  'message.revoked',
  'conversation.created',
  'conversation.changed',
  'conversation.updated',
  'note.created',
  'note.updated',
  'note.deleted',
]
/** Names, and whose conversation is whose, are in the lists too. */
const listed: readonly EventType[] = ['contact.updated', 'contact.merged', 'contact.unmerged', 'contact.erased']
/** In a burst each conversation is asked for once, and beyond so many of them the list as a whole. */
const gatherMilliseconds = 150
const mostAtOnce = 12

/** Keeps the lists as the server has them: who wrote moves up, what was resolved leaves, ticks and labels change in place. */
export function useInboxLive(): void {
  const queries = useQueryClient()
  const { me } = useSession()
  const changed = useRef(new Set<string>())
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const flush = useCallback(async () => {
    const ids = [...changed.current]
    changed.current.clear()
    if (ids.length > mostAtOnce) await queries.invalidateQueries({ queryKey: listsKey })
    else
      for (const conversation of await Promise.all(ids.map(find)))
        if (conversation) showConversation(queries, conversation, me.id)
    // One at a time, so that an older answer never overtakes a newer one.
    timer.current = undefined
    if (changed.current.size > 0) timer.current = setTimeout(() => void flush(), gatherMilliseconds)
  }, [queries, me.id])
  useEffect(() => () => clearTimeout(timer.current), [])
  useLiveEvents(about, (events) => {
    for (const { conversationId } of events) if (conversationId !== null) changed.current.add(conversationId)
    timer.current ??= setTimeout(() => void flush(), gatherMilliseconds)
  })
  useLiveEvents([...listed, 'contact.opted_in', 'contact.opted_out'], (events) => {
    for (const { contactId, type } of events) {
      if (contactId !== null) void queries.invalidateQueries({ queryKey: contactQuery(contactId).queryKey })
      if (listed.includes(type)) void queries.invalidateQueries({ queryKey: listsKey })
    }
  })
}

/** null: it is gone, or the server was not reached, after which everything is asked again. */
async function find(id: string): Promise<Conversation | null> {
  try {
    return await request<Conversation>(`/v1/conversations/${id}`)
  } catch (error) {
    if (isProblem(error) || error instanceof TypeError) return null
    throw error
  }
}
