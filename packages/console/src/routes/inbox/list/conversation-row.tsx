import type { Conversation } from '@switchboard/contract'
import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import { Avatar } from '../../../components/avatar.tsx'
import { classNames } from '../../../components/class-names.ts'
import { LabelDot } from '../../../components/label-dot.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'
import { nameOf } from '../conversation-cache.ts'
import type { InboxSearch } from '../inbox-search.ts'
import { LastMessage } from './last-message.tsx'
import { ListTime } from './list-time.tsx'
import { WindowSign } from './window-sign.tsx'

export interface ConversationRowProps {
  readonly conversation: Conversation
  readonly isChosen: boolean
  readonly search: InboxSearch
}

/** Who, what they said last and when, what is unread, whose it is, its labels. */
export const ConversationRow = memo(function ConversationRow(props: ConversationRowProps) {
  const { conversation, isChosen, search } = props
  const words = useTranslations('inbox')
  const name = nameOf(conversation, words('unknownPerson'))
  const unread = conversation.unreadCount ?? 0
  const { around: _around, ...kept } = search
  return (
    <Link
      to="/inbox/$conversationId"
      params={{ conversationId: conversation.id }}
      search={kept}
      aria-current={isChosen ? 'true' : undefined}
      preload={false}
      className={classNames(
        'flex h-17 items-center gap-3 border-b px-3 focus-visible:outline-offset-[-2px]',
        isChosen ? 'bg-selected' : 'hover:bg-hover',
      )}
    >
      <Avatar name={name} />
      <span className="grid min-w-0 flex-1 grid-cols-1 gap-0.5">
        <span className="flex items-baseline gap-2">
          {/* Its own width, so that a right-to-left name begins where the line below it does. */}
          <span className="flex min-w-0 flex-1">
            <span dir="auto" className={classNames('min-w-0 truncate', unread > 0 ? 'font-semibold' : 'font-medium')}>
              {name}
            </span>
          </span>
          <WindowSign closesAt={conversation.windowClosesAt} />
          <ListTime at={conversation.lastMessageAt} isStrong={unread > 0} />
        </span>
        <span className="flex items-center gap-2">
          <LastMessage conversation={conversation} isStrong={unread > 0} />
          <RowSigns conversation={conversation} />
          {unread > 0 && (
            <span className="min-w-5 shrink-0 rounded-full bg-accent px-1.5 text-center font-semibold text-[0.6875rem] text-on-accent tabular-nums">
              <span className="sr-only">{words('unreadCount', { count: unread })}</span>
              <span aria-hidden>{unread > 99 ? '99+' : unread}</span>
            </span>
          )}
        </span>
      </span>
    </Link>
  )
})

function RowSigns({ conversation: { labels, assignee } }: Pick<ConversationRowProps, 'conversation'>) {
  const words = useTranslations('inbox')
  return (
    <>
      {labels.length > 0 && (
        <span className="flex shrink-0 -space-x-1" title={labels.map(({ name }) => name).join(', ')}>
          <span className="sr-only">{words('labelledAs', { labels: labels.map(({ name }) => name).join(', ') })}</span>
          {labels.slice(0, 4).map(({ id, colour }) => (
            <LabelDot key={id} colour={colour} className="ring-2 ring-surface" />
          ))}
        </span>
      )}
      {assignee && (
        <span className="shrink-0" title={words('assignedTo', { name: assignee.name })}>
          <span className="sr-only">{words('assignedTo', { name: assignee.name })}</span>
          <Avatar name={assignee.name} size="small" className="size-5 text-[0.5rem]" />
        </span>
      )}
    </>
  )
}
