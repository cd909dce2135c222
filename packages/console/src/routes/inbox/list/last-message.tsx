import type { Conversation } from '@switchboard/contract'
import { Ban, Check, CheckCheck, CircleAlert, CircleHelp, Clock, Hourglass, type LucideIcon } from 'lucide-react'
import { classNames } from '../../../components/class-names.ts'
import { useTranslations } from '../../../strings/use-translations.ts'
import { plainLine } from '../../../thread/plain-text.ts'

export interface LastMessageProps {
  readonly conversation: Conversation
  readonly isStrong: boolean
}

/** How the conversation ends: a line of the newest message, with its ticks where it is ours. */
export function LastMessage({ conversation: { lastMessage, ...states }, isStrong }: LastMessageProps) {
  const words = useTranslations('inbox')
  const kinds = useTranslations('inbox.kinds')
  const look = classNames('min-w-0 flex-1 truncate text-[0.8125rem]', isStrong ? 'text-ink' : 'text-soft')
  if (!lastMessage) return <span className={look}>{words('noMessages')}</span>
  const { type, text } = lastMessage
  // What comes in of that type is what was pressed or filled in. `has` asks for whatever comes.
  const kind = type === 'interactive' && lastMessage.direction === 'inbound' ? 'answer' : (type as 'image')
  const line = text || (kinds.has(kind) ? kinds(kind) : kinds('other'))
  return (
    <span className={classNames(look, 'flex items-center gap-1')}>
      {lastMessage.direction === 'outbound' && <Ticks {...states} />}
      <span dir="auto" className="min-w-0 truncate">
        {plainLine(line)}
      </span>
    </span>
  )
}

type Sign = 'held' | 'cancelled' | 'failed' | 'unknown' | 'waiting' | 'sent' | 'delivered' | 'read'

const icons: Readonly<Record<Sign, LucideIcon>> = {
  held: Hourglass,
  cancelled: Ban,
  failed: CircleAlert,
  unknown: CircleHelp,
  waiting: Clock,
  sent: Check,
  delivered: CheckCheck,
  read: CheckCheck,
}

function Ticks({ lastMessageStatus, lastMessageSendState }: Omit<Conversation, 'lastMessage'>) {
  const words = useTranslations('inbox.ticks')
  const sign = signOf(lastMessageStatus, lastMessageSendState)
  const Icon = icons[sign]
  const tone = sign === 'failed' || sign === 'unknown' ? 'text-danger' : sign === 'read' ? 'text-info' : 'text-faint'
  return (
    <span className={classNames('shrink-0', tone)} title={words(sign)}>
      <span className="sr-only">{words(sign)}</span>
      <Icon aria-hidden className="size-3.5" />
    </span>
  )
}

function signOf(status: Conversation['lastMessageStatus'], state: Conversation['lastMessageSendState']): Sign {
  if (status === 'read' || status === 'played') return 'read'
  if (status === 'delivered') return 'delivered'
  if (status === 'failed' || state === 'failed') return 'failed'
  if (state === 'held' || state === 'cancelled' || state === 'unknown') return state
  return status === 'sent' || state === 'accepted' || state === null ? 'sent' : 'waiting'
}
