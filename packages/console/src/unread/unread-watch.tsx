import type { Event, EventType } from '@switchboard/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useLiveEvents } from '../live/live-provider.tsx'
import { showConversation } from '../routes/inbox/conversation-cache.ts'
import { countsKey, countsQuery } from '../routes/inbox/queries.ts'
import { useSession } from '../session/session.ts'
import { setUnread } from '../shell/document-title.ts'
import { useTranslations } from '../strings/use-translations.ts'
import { isLookedAt } from './is-looked-at.ts'
import { areNotificationsOn } from './notifications.ts'
import { useSeenElsewhere } from './seen-elsewhere.ts'

const countedBy: readonly EventType[] = [
  'message.received',
  'message.echoed',
  'message.queued',
  'conversation.created',
  'conversation.updated',
  'contact.merged',
  'contact.unmerged',
  'contact.erased',
]
/** However much happens: counts are asked for this often at most. */
const leastMilliseconds = 1_000

/** On every page: how much is unread, in the tab and the navigation; and, for who wants it, a notification of what comes in. */
export function UnreadWatch() {
  const { can } = useSession()
  return can('conversations:read') ? <Watch /> : null
}

function Watch() {
  const words = useTranslations('shell')
  const queries = useQueryClient()
  const { me } = useSession()
  const navigate = useNavigate()
  const { data } = useQuery(countsQuery())
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const unread = data?.unread ?? 0
  useEffect(() => setUnread(unread), [unread])
  useEffect(() => () => clearTimeout(timer.current), [])
  useLiveEvents(countedBy, (events) => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      void queries.invalidateQueries({ queryKey: countsKey })
    }, leastMilliseconds)
    const newest = events.findLast(({ type }) => type === 'message.received')
    if (newest && !isLookedAt() && areNotificationsOn()) notify(newest)
  })
  useSeenElsewhere((conversation) => {
    showConversation(queries, conversation, me.id)
    void queries.invalidateQueries({ queryKey: countsKey })
  })
  const notify = (event: Event) => {
    const { message } = event.data as { message?: { text?: string | null; contact?: { name?: string | null } | null } } // as the stream joins it
    const notification = new Notification(message?.contact?.name ?? words('newMessage'), {
      body: message?.text ?? words('newMessage'),
      // One a conversation: the newer takes the older's place.
      tag: event.conversationId ?? 'switchboard',
    })
    notification.onclick = () => {
      window.focus()
      notification.close()
      if (event.conversationId !== null)
        void navigate({ to: '/inbox/$conversationId', params: { conversationId: event.conversationId } })
    }
  }
  return null
}
