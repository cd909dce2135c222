import type { ConversationId, Message, MessageId } from '@switchboard/contract'
import { MessagesSquare } from 'lucide-react'
import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react'
import { EmptyState } from '../components/empty-state.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import type { OutgoingMessage } from '../outgoing/outgoing-message.ts'
import { useOutgoing } from '../outgoing/outgoing-provider.tsx'
import { useTranslations } from '../strings/use-translations.ts'
import { QuotesContext } from './bubble/quote.tsx'
import { DetailsDialog } from './details/details-dialog.tsx'
import { Lightbox } from './details/lightbox.tsx'
import { newestPlace, placeAbout, placeOfUnread } from './place.ts'
import { RowView } from './rows/row-view.tsx'
import { ThreadActionsContext } from './thread-actions.ts'
import { ThreadList, type ThreadListHandle } from './thread-list.tsx'
import { ThreadSkeleton } from './thread-skeleton.tsx'
import type { ThreadState } from './thread-state.ts'
import { useActions } from './use-actions.ts'
import { useRows } from './use-rows.ts'
import { useShown } from './use-shown.ts'
import { useThread } from './use-thread.ts'

export interface ThreadProps {
  readonly conversationId: ConversationId
  /** The message to begin at, which stands out for a moment; otherwise the first unread one, or the newest. */
  readonly around?: MessageId | undefined
  /** What the reader had not seen when they came: it stays marked while they are here. */
  readonly unread?: Unread | undefined
  /** Quotes a message in what is written next. */
  readonly onReply?: ((message: Message) => void) | undefined
}

export interface Unread {
  /** The oldest of it. */
  readonly firstId: MessageId | null
  /** As far as it was counted. */
  readonly count: number | null
}

/** The messages of a conversation. One that is given another conversation begins anew. */
export function Thread(props: ThreadProps) {
  return <OneThread key={`${props.conversationId} ${props.around ?? ''}`} {...props} />
}

function OneThread({ conversationId, around, unread, onReply }: ThreadProps) {
  const words = useTranslations('thread')
  const list = useRef<ThreadListHandle>(null)
  const firstUnreadId = around === undefined ? (unread?.firstId ?? undefined) : undefined
  // undefined: to be decided, by what is unread of the newest page.
  const [decided, setPlace] = useState(around && placeAbout(around))
  const place = decided ?? newestPlace
  const [highlighted, highlight] = useState(around)
  const [news, setNews] = useState(0)
  const onNewMessage = useCallback((message: Message) => {
    if (message.direction === 'inbound' && !list.current?.isAtEnd()) setNews((count) => count + 1)
  }, [])
  const thread = useThread(conversationId, place.anchor, onNewMessage)
  const { state } = thread
  if (state && !decided) setPlace(placeOfUnread(state, firstUnreadId))
  const jumpTo = useCallback((id: MessageId) => {
    highlight(id)
    if (!list.current?.scrollTo(id)) setPlace(placeAbout(id))
  }, [])
  const shown = useShown(conversationId)
  const hasManyPeople = useMemo(() => countPeople(state) > 1, [state])
  const actions = useActions({
    conversationId,
    onReply,
    jumpTo,
    showDetails: shown.showDetails,
    openPicture: shown.showPicture,
    hasManyPeople,
  })
  const outgoing = useOutgoing(conversationId)
  const rows = useRows(conversationId, state, outgoing, { firstUnreadId, unreadCount: unread?.count ?? 0 })
  useFading(highlighted, rows !== undefined, () => highlight(undefined))
  useShowOwn(outgoing, state?.hasNewer === true, () => setPlace(newestPlace))
  if (state === undefined || rows === undefined)
    return thread.error && !state ? (
      <ProblemNote className="m-4" error={thread.error} onRetry={thread.retry} />
    ) : (
      <ThreadSkeleton label={words('loading')} />
    )
  return (
    <ThreadActionsContext value={actions}>
      <QuotesContext value={state.quotes}>
        <ThreadList
          key={place.anchor ?? 'newest'}
          ref={list}
          label={words('title')}
          rows={rows}
          start={place.start}
          startAlign={place.align}
          hasNewer={state.hasNewer}
          loading={thread.loading}
          news={news}
          onOlder={thread.loadOlder}
          onNewer={thread.loadNewer}
          onSeenEnd={() => setNews(0)}
          onNewest={() => {
            setNews(0)
            if (place.anchor === undefined) list.current?.toEnd()
            else setPlace(newestPlace)
          }}
          empty={
            <EmptyState icon={MessagesSquare} title={words('emptyTitle')}>
              {words('empty')}
            </EmptyState>
          }
        >
          {(row) => <RowView row={row} isHighlighted={row.kind === 'message' && row.message.id === highlighted} />}
        </ThreadList>
        {shown.messageId && (
          <DetailsDialog
            messageId={shown.messageId as MessageId} // the server says if it is none
            part={shown.part}
            onClose={shown.close}
          />
        )}
        {shown.picture && (
          <Lightbox
            pictures={picturesIn(state)}
            shown={shown.picture}
            onShow={shown.showPicture}
            onClose={shown.close}
          />
        )}
      </QuotesContext>
    </ThreadActionsContext>
  )
}

/** Whoever writes while they read what was long ago is brought to where it stands. */
function useShowOwn(outgoing: readonly OutgoingMessage[], isElsewhere: boolean, onShow: () => void): void {
  const newest = outgoing.at(-1)?.clientId
  const known = useRef(newest)
  useEffect(() => {
    if (newest === known.current) return
    known.current = newest
    if (newest !== undefined && isElsewhere) onShow()
  })
}

const highlightMilliseconds = 2_500

/** A message that stands out does so for a moment, from when it can be seen. */
function useFading(highlighted: MessageId | undefined, isShown: boolean, fade: () => void): void {
  const end = useEffectEvent(fade)
  useEffect(() => {
    if (highlighted === undefined || !isShown) return
    const timer = setTimeout(() => end(), highlightMilliseconds)
    return () => clearTimeout(timer)
  }, [highlighted, isShown])
}

function countPeople(state: ThreadState | undefined): number {
  const people = new Set<string>()
  for (const { direction, contact } of state?.messages ?? [])
    if (direction === 'inbound' && contact) people.add(contact.id)
  return people.size
}

function picturesIn({ messages }: ThreadState): string[] {
  return messages.flatMap(({ media }) =>
    (media ?? []).filter(({ kind, state }) => kind === 'image' && state === 'stored').map(({ id }) => id),
  )
}
