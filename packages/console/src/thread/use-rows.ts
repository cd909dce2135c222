import type { ConversationId } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTimeZone } from 'use-intl'
import type { OutgoingMessage } from '../outgoing/outgoing-message.ts'
import { useSession } from '../session/session.ts'
import { callsQuery, changesQuery, notesQuery } from './queries.ts'
import { createDayOf, type Row, type RowsOf, rowsOf } from './rows.ts'
import type { ThreadState } from './thread-state.ts'

/**
 * Messages, and what stands between them: calls, notes, what the team did. undefined until all of it is here, so that nothing that was
 * drawn is pushed aside; what can't be had now holds nothing up.
 */
export function useRows(
  conversationId: ConversationId,
  state: ThreadState | undefined,
  outgoing: readonly OutgoingMessage[],
  { firstUnreadId, unreadCount }: Required<Pick<RowsOf, 'firstUnreadId' | 'unreadCount'>>,
): readonly Row[] | undefined {
  const { can } = useSession()
  const timeZone = useTimeZone()
  const dayOf = useMemo(() => createDayOf(timeZone), [timeZone])
  const queries = [
    useQuery({ ...callsQuery(conversationId), enabled: can('calls:read') }),
    useQuery(notesQuery(conversationId)),
    useQuery(changesQuery(conversationId)),
  ] as const
  const [calls, notes, changes] = [queries[0].data, queries[1].data, queries[2].data]
  const isReady = queries.every(({ isLoading, failureCount }) => !isLoading || failureCount > 0)
  return useMemo(() => {
    if (!state || !isReady) return undefined
    const between = { ...(calls && { calls }), ...(notes && { notes }), ...(changes && { changes }) }
    return rowsOf({ state, firstUnreadId, unreadCount, outgoing, dayOf, ...between })
  }, [state, isReady, calls, notes, changes, outgoing, firstUnreadId, unreadCount, dayOf])
}
