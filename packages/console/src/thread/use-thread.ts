import type { ConversationId, Event, EventType, Message, MessageId } from '@switchboard/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { request } from '../api/request.ts'
import { heardHere } from '../live/heard-here.ts'
import { useLiveEvents } from '../live/live-provider.tsx'
import { callsQuery, changesQuery, fetchPage, notesQuery, threadKey, threadQuery } from './queries.ts'
import { quoteOf, type ThreadState, withMessage, withNewer, withOlder, withQuote } from './thread-state.ts'

/** Whatever changes what a bubble shows. Each comes with the message as it is then. */
const messageEvents: readonly EventType[] = [
  'message.received',
  'message.echoed',
  'message.synchronised',
  'message.status',
  'message.held',
  'message.queued',
  'message.sending',
  'message.accepted',
  'message.failed',
  'message.unknown',
  'message.cancelled',
  'approval.decided',
  'message.edited',
  'message.revoked',
  'reaction.changed',
  'media.stored',
  'media.failed',
]
const noteEvents: readonly EventType[] = ['note.created', 'note.updated', 'note.deleted']
const otherEvents: readonly EventType[] = [
  ...noteEvents,
  'conversation.updated',
  'call.updated',
  'contact.erased',
  'contact.merged',
  'contact.unmerged',
]
const allEvents = [...messageEvents, ...otherEvents]

export interface LoadedThread {
  readonly state: ThreadState | undefined
  readonly error: Error | null
  readonly retry: () => void
  /** Does nothing while it loads, and where there is nothing more. */
  readonly loadOlder: () => void
  readonly loadNewer: () => void
  readonly loading: 'older' | 'newer' | undefined
}

/**
 * A conversation's messages, kept true by the live feed: what comes while a page is under way is put in behind it, so that nothing is
 * lost between the two.
 *
 * @param onNewMessage called once for each message that came after the first page was asked for. A further page may have brought it
 * along before it is told
 */
export function useThread(
  conversationId: ConversationId,
  around: MessageId | undefined,
  onNewMessage: (message: Message) => void,
): LoadedThread {
  const client = useQueryClient()
  const options = threadQuery(client, conversationId, around)
  const { data, error, isFetching, refetch } = useQuery(options)
  const meanwhile = useRef<Message[]>([])
  const uncounted = useRef<Event[]>([])
  const counted = useRef(new Set<MessageId>())
  const change = useCallback(
    (changed: (state: ThreadState) => ThreadState) => {
      client.setQueriesData<ThreadState>({ queryKey: threadKey(conversationId) }, (state) => state && changed(state))
    },
    [client, conversationId],
  )
  const apply = useCallback(
    (messages: readonly Message[]) => {
      change((state) => messages.reduce(withMessage, state))
      for (const message of messages) void findQuote(message, change)
    },
    [change],
  )
  useEffect(() => {
    if (isFetching || meanwhile.current.length === 0) return
    apply(meanwhile.current)
    meanwhile.current = []
  }, [isFetching, apply])
  const count = useCallback(
    (events: readonly Event[], { asOf }: ThreadState) => {
      for (const event of events) {
        const message = arrivals.has(event.type) && (asOf === undefined || event.seq > asOf) && messageIn(event)
        if (!message || counted.current.has(message.id)) continue
        counted.current.add(message.id)
        onNewMessage(message)
      }
    },
    [onNewMessage],
  )
  useEffect(() => {
    if (!data || uncounted.current.length === 0) return
    count(uncounted.current, data)
    uncounted.current = []
  }, [data, count])
  // What was told while they were here is not new to who comes back.
  useEffect(() => () => change((state) => ({ ...state, asOf: heardHere.position() })), [change])
  useLiveEvents(allEvents, (events) => {
    const own = events.filter((event) => event.conversationId === conversationId)
    if (own.some(({ type }) => type === 'call.updated'))
      void client.invalidateQueries({ queryKey: callsQuery(conversationId).queryKey })
    if (own.some(({ type }) => noteEvents.includes(type)))
      void client.invalidateQueries({ queryKey: notesQuery(conversationId).queryKey })
    if (own.some(({ type }) => type === 'conversation.updated'))
      void client.invalidateQueries({ queryKey: changesQuery(conversationId).queryKey })
    // Who people are is in every message; it changes seldom, so all is read anew.
    if (events.some(({ type }) => type.startsWith('contact.')))
      void client.invalidateQueries({ queryKey: threadKey(conversationId) })
    const messages = own.flatMap((event) => messageIn(event) ?? [])
    if (messages.length === 0) return
    if (data) count(own, data)
    else uncounted.current.push(...own)
    if (isFetching) meanwhile.current.push(...messages)
    apply(messages)
  })
  const more = useMore(conversationId, data, change)
  return { state: data, error, retry: () => void refetch(), ...more }
}

const arrivals: ReadonlySet<EventType> = new Set([
  'message.received',
  'message.echoed',
  'message.queued',
  'message.held',
])
function messageIn({ type, data }: Event): Message | undefined {
  if (!messageEvents.includes(type)) return undefined
  return data['message'] as Message | undefined // the server joins it, as the contract describes
}

/** What a message answers, where no page brought it along: out of the thread, or asked for. */
async function findQuote(message: Message, change: (changed: (state: ThreadState) => ThreadState) => void) {
  const wanted = message.quotedProviderMessageId
  if (wanted === null) return
  let isKnown = false
  change((state) => {
    if (state.quotes.has(wanted)) isKnown = true
    const quoted = isKnown ? undefined : state.messages.find((other) => other.providerMessageId === wanted)
    if (!quoted) return state
    isKnown = true
    return withQuote(state, quoteOf(quoted))
  })
  if (isKnown) return
  const { quoted } = await request<{ quoted: Message | null }>(`/v1/messages/${message.id}`)
  if (quoted) change((state) => withQuote(state, quoteOf(quoted)))
}

/** Pages beyond both ends, one at a time. */
function useMore(
  conversationId: ConversationId,
  state: ThreadState | undefined,
  change: (changed: (state: ThreadState) => ThreadState) => void,
): Pick<LoadedThread, 'loadOlder' | 'loadNewer' | 'loading'> {
  const [loading, setLoading] = useState<'older' | 'newer'>()
  const busy = useRef(false)
  const load = async (side: 'older' | 'newer', cursor: string | null | undefined) => {
    if (busy.current || cursor == null) return
    busy.current = true
    setLoading(side)
    try {
      const page = await fetchPage(conversationId, { cursor, order: side === 'older' ? 'newest' : 'oldest' })
      // Only the stretch that the page goes on from: another one of the same conversation has other ends.
      if (side === 'older') change((now) => (now.olderCursor === cursor ? withOlder(now, page) : now))
      else change((now) => (now.newerCursor === cursor ? withNewer(now, page) : now))
    } catch {
      // Scrolling on asks again; the line at the top of the page says when the server is not reached.
    } finally {
      busy.current = false
      setLoading(undefined)
    }
  }
  return {
    loading,
    loadOlder: () => void load('older', state?.olderCursor),
    loadNewer: () => void load('newer', state?.hasNewer ? state.newerCursor : null),
  }
}
