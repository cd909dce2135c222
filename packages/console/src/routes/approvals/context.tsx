import type { ConversationId, Message, OutboxId } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import { useFormatter } from 'use-intl'
import { classNames } from '../../components/class-names.ts'
import { ProblemNote } from '../../components/problem-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useLiveEvents } from '../../live/live-provider.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { plainText } from '../../thread/plain-text.ts'
import { contextQuery } from './queries.ts'

interface ContextProps {
  readonly conversationId: ConversationId
  /** The message itself is shown by itself. */
  readonly sendId: OutboxId
}

const most = 6

/** What the customer has not read: it is no part of what was said. */
const unsent: ReadonlySet<Message['sendState']> = new Set(['held', 'scheduled', 'cancelled', 'failed'] as const)

/** The last messages before the one that waits. */
export function Context({ conversationId, sendId }: ContextProps) {
  const words = useTranslations('approvals')
  const format = useFormatter()
  const { data, error, refetch } = useQuery(contextQuery(conversationId))
  useLiveEvents(['message.received', 'message.queued', 'message.accepted'], (events) => {
    if (events.some((event) => event.conversationId === conversationId)) void refetch()
  })
  if (error) return <ProblemNote error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton className="h-32" />
  const before = data.filter((one) => one.id !== String(sendId) && !unsent.has(one.sendState)).slice(-most)
  return (
    <section aria-label={words('before')} className="grid gap-1.5 rounded-xl bg-thread p-3">
      {before.length === 0 && <p className="py-2 text-center text-soft">{words('nothingBefore')}</p>}
      {before.map((message) => (
        <div
          key={message.id}
          className={classNames(
            'w-fit max-w-[85%] rounded-xl px-3 py-1.5',
            message.direction === 'inbound' ? 'bg-bubble-in' : 'justify-self-end bg-bubble-out',
          )}
        >
          <p dir="auto" className="line-clamp-6 whitespace-pre-wrap break-words">
            {message.text !== null ? plainText(message.text) : words('otherContent', { type: message.type })}
          </p>
          <time dateTime={message.sentAt} className="block text-end text-[0.6875rem] text-soft">
            {format.dateTime(new Date(message.sentAt), {
              day: 'numeric',
              month: 'short',
              hour: 'numeric',
              minute: '2-digit',
            })}
          </time>
        </div>
      ))}
    </section>
  )
}
