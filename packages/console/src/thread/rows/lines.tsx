import type { Call, ConversationChange, Message, Note } from '@switchboard/contract'
import {
  AlarmClock,
  CircleCheck,
  Info,
  PhoneIncoming,
  PhoneMissed,
  PhoneOutgoing,
  RotateCcw,
  StickyNote,
  Tag,
  UserRound,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { useFormatter } from 'use-intl'
import { useTranslations } from '../../strings/use-translations.ts'
import { FormattedText } from '../content/formatted-text.tsx'
import { clock } from '../content/voice-note.tsx'
import { useChangeSentence } from '../use-change-sentence.ts'

/* What is no bubble: lines across the thread. */

function Line({ children }: { readonly children: ReactNode }) {
  return (
    <div className="flex justify-center px-4 py-1.5">
      <div className="inline-flex max-w-full items-center gap-1.5 rounded-full border bg-surface px-3 py-1 text-center text-soft text-xs">
        {children}
      </div>
    </div>
  )
}

export function DayLine({ at }: { readonly at: string }) {
  const words = useTranslations('thread')
  const format = useFormatter()
  const date = new Date(at)
  const dayOf = (time: Date) => format.dateTime(time, { year: 'numeric', month: '2-digit', day: '2-digit' })
  const now = new Date()
  const yesterday = new Date(now.getTime() - 24 * 60 * 60_000)
  const isThisYear = format.dateTime(date, { year: 'numeric' }) === format.dateTime(now, { year: 'numeric' })
  const said =
    dayOf(date) === dayOf(now)
      ? words('today')
      : dayOf(date) === dayOf(yesterday)
        ? words('yesterday')
        : format.dateTime(date, {
            weekday: 'long',
            day: 'numeric',
            month: 'long',
            ...(isThisYear ? undefined : { year: 'numeric' }),
          })
  return (
    <div className="flex justify-center pt-4 pb-1.5">
      <h3 className="rounded-full bg-surface px-3 py-1 font-medium text-soft text-xs shadow-xs first-letter:uppercase">
        <time dateTime={at}>{said}</time>
      </h3>
    </div>
  )
}

export function BeginningLine() {
  const words = useTranslations('thread')
  return <p className="px-4 pt-6 pb-1 text-center text-soft text-xs">{words('beginning')}</p>
}

export function UnreadLine({ count }: { readonly count: number }) {
  const words = useTranslations('thread')
  return (
    <div className="my-2 flex items-center gap-3 px-4 font-medium text-accent-ink text-xs">
      <span className="h-px flex-1 bg-accent/40" />
      {count > 99 ? words('unreadMany') : words('unread', { count })}
      <span className="h-px flex-1 bg-accent/40" />
    </div>
  )
}

/** What nobody said: a number was changed, a chat was opened. */
export function SystemLine({ message }: { readonly message: Message }) {
  const words = useTranslations('thread')
  const format = useFormatter()
  const { content } = message
  const said =
    content.type === 'request_welcome'
      ? words('welcomed')
      : content.type === 'system'
        ? (content.text ?? content.kind.replaceAll('_', ' '))
        : message.type
  return (
    <div data-message={message.id}>
      <Line>
        <Info aria-hidden className="size-3.5 shrink-0" />
        <span dir="auto">{said}</span>
        <time dateTime={message.sentAt} className="tabular-nums">
          {format.dateTime(new Date(message.sentAt), { timeStyle: 'short' })}
        </time>
      </Line>
    </div>
  )
}

export function CallLine({ call }: { readonly call: Call }) {
  const words = useTranslations('thread')
  const format = useFormatter()
  const isMissed = call.state === 'rejected' || (call.state === 'terminate' && !call.durationSeconds)
  const Icon = isMissed ? PhoneMissed : call.direction === 'outbound' ? PhoneOutgoing : PhoneIncoming
  return (
    <Line>
      <Icon aria-hidden className={isMissed ? 'size-3.5 text-danger' : 'size-3.5'} />
      <span>{words(call.direction === 'outbound' ? 'call.outbound' : 'call.inbound')}</span>
      <span>·</span>
      <span>
        {call.durationSeconds
          ? words('call.lasted', { time: clock(call.durationSeconds) })
          : words(isMissed ? 'call.missed' : `call.${stateOf(call)}`)}
      </span>
      <time dateTime={call.firstEventAt} className="tabular-nums">
        {format.dateTime(new Date(call.firstEventAt), { timeStyle: 'short' })}
      </time>
    </Line>
  )
}

function stateOf({ state }: Call): 'ringing' | 'accepted' | 'ended' | 'unknown' {
  switch (state) {
    case 'connect':
    case 'ringing':
      return 'ringing'
    case 'accepted':
      return 'accepted'
    case 'terminate':
    case 'rejected':
      return 'ended'
    case 'unknown':
      return 'unknown'
  }
}

/** What somebody of the team did with the conversation: quieter than what was said. */
export function ChangeLine({ change }: { readonly change: ConversationChange }) {
  const tell = useChangeSentence()
  const format = useFormatter()
  return (
    <p className="flex items-center justify-center gap-1.5 px-4 py-1 text-center text-soft text-xs">
      <ChangeIcon change={change.change} />
      <span dir="auto" className="min-w-0 break-words">
        {tell(change)}
      </span>
      <time dateTime={change.at} className="whitespace-nowrap tabular-nums">
        {format.dateTime(new Date(change.at), { timeStyle: 'short' })}
      </time>
    </p>
  )
}

function ChangeIcon({ change }: Pick<ConversationChange, 'change'>) {
  const Icon = change.kind === 'status' ? statusIcons[change.status] : change.kind === 'label' ? Tag : UserRound
  return <Icon aria-hidden className="size-3.5 shrink-0" />
}

const statusIcons = { open: RotateCcw, snoozed: AlarmClock, resolved: CircleCheck } as const

/** What a member wrote for the team. */
export function NoteLine({ note }: { readonly note: Note }) {
  const words = useTranslations('thread')
  const format = useFormatter()
  return (
    <div className="flex justify-center px-4 py-1.5">
      <article
        aria-label={words('note')}
        className="w-full max-w-xl rounded-xl border border-warning/30 bg-bubble-note px-3 py-2"
      >
        <p className="flex items-center gap-1.5 text-soft text-xs">
          <StickyNote aria-hidden className="size-3.5 shrink-0" />
          <span className="truncate font-medium">{note.author.name}</span>
          <span>·</span>
          <span className="whitespace-nowrap">{words('onlyTeam')}</span>
          <time dateTime={note.createdAt} className="ms-auto tabular-nums">
            {format.dateTime(new Date(note.createdAt), { timeStyle: 'short' })}
          </time>
        </p>
        <FormattedText text={note.text} />
      </article>
    </div>
  )
}
