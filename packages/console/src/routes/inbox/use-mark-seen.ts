import type { Conversation } from '@switchboard/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { request } from '../../api/request.ts'
import { useSession } from '../../session/session.ts'
import { useIsLookedAt } from '../../unread/is-looked-at.ts'
import { tellSeen } from '../../unread/seen-elsewhere.ts'
import { showConversation } from './conversation-cache.ts'
import { countsKey } from './queries.ts'

/** What somebody looks at is read, by them alone: the customer is shown nothing. */
export function useMarkSeen(conversation: Conversation | undefined): void {
  const queries = useQueryClient()
  const { me } = useSession()
  const isLookedAt = useIsLookedAt()
  const id = conversation?.id
  const unread = conversation?.unreadCount ?? 0
  useEffect(() => {
    if (!isLookedAt || id === undefined || unread === 0) return
    // To its end also when they look elsewhere meanwhile: what is marked must no longer be counted.
    const mark = async () => {
      await request(`/v1/conversations/${id}/seen`, { method: 'POST' })
      const now = await request<Conversation>(`/v1/conversations/${id}`)
      showConversation(queries, now, me.id)
      tellSeen(now)
      await queries.invalidateQueries({ queryKey: countsKey })
    }
    // It stays unread then, and the next look tries again.
    mark().catch(() => undefined)
  }, [queries, me.id, id, unread, isLookedAt])
}
