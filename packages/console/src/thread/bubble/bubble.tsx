import type { Message } from '@switchboard/contract'
import { Ban, Forward } from 'lucide-react'
import { memo, type ReactNode, useState } from 'react'
import { useFormatter } from 'use-intl'
import { classNames } from '../../components/class-names.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { MessageContent } from '../content/message-content.tsx'
import { DeliveryMark } from '../delivery/delivery-mark.tsx'
import { DeliveryNote } from '../delivery/delivery-note.tsx'
import { deliveryOf } from '../delivery/delivery-of.ts'
import { useThreadActions } from '../thread-actions.ts'
import { BubbleTools } from './bubble-tools.tsx'
import { Quote } from './quote.tsx'
import { Reactions } from './reactions.tsx'
import { Referral } from './referral.tsx'

export interface BubbleProps {
  readonly message: Message
  readonly first: boolean
  readonly last: boolean
  readonly isHighlighted: boolean
}

/** One message: ours at the end of the line, theirs at its start. */
export const Bubble = memo(function Bubble({ message, first, last, isHighlighted }: BubbleProps) {
  const words = useTranslations('thread')
  const { hasManyPeople, showDetails } = useThreadActions()
  // What can be done with a message is there once somebody comes near it; thousands of menus would make scrolling slow.
  const [isNear, setIsNear] = useState(false)
  const isOurs = message.direction === 'outbound'
  const name = message.contact?.name ?? message.contact?.phone ?? message.contact?.username ?? words('customer')
  return (
    <article
      data-message={message.id}
      data-highlighted={isHighlighted || undefined}
      aria-label={isOurs ? words('from.us') : words('from.them', { name })}
      className={classNames(
        'group/bubble flex flex-col px-4 transition-colors duration-500 sm:px-6',
        isOurs ? 'items-end' : 'items-start',
        first ? 'pt-2.5' : 'pt-0.5',
        isHighlighted && 'bg-accent/20',
      )}
      onPointerEnter={() => setIsNear(true)}
      onFocus={() => setIsNear(true)}
    >
      <div className={classNames('flex max-w-full items-start gap-1', isOurs && 'flex-row-reverse')}>
        <Surface message={message} isOurs={isOurs} first={first} last={last}>
          {first && !isOurs && hasManyPeople && (
            <p dir="auto" className="truncate font-semibold text-accent-ink text-xs">
              {name}
            </p>
          )}
          {message.forwarded && (
            <p className="flex items-center gap-1 text-soft text-xs italic">
              <Forward aria-hidden className="size-3.5" />
              {words('forwarded')}
            </p>
          )}
          {message.referral !== undefined && <Referral referral={message.referral} />}
          <Quote message={message} />
          {message.revokedAt !== null && <Revoked at={message.revokedAt} isOurs={isOurs} />}
          <MessageContent message={message} onShowRaw={() => showDetails(message, 'raw')} />
          <Footer message={message} isOurs={isOurs} />
        </Surface>
        <div className="w-0 sm:w-24">{isNear && <BubbleTools message={message} />}</div>
      </div>
      <Reactions message={message} />
      <DeliveryNote message={message} />
    </article>
  )
})

interface SurfaceProps {
  readonly message: Message
  readonly isOurs: boolean
  readonly first: boolean
  readonly last: boolean
  readonly children: ReactNode
}

function Surface({ message, isOurs, first, last, children }: SurfaceProps) {
  const isBare = message.type === 'sticker' && message.quotedProviderMessageId === null
  const delivery = deliveryOf(message)
  const isPending = isOurs && (delivery === 'held' || delivery === 'cancelled' || delivery === 'failed')
  return (
    <div
      className={classNames(
        'min-w-0 max-w-[min(34rem,100%)] rounded-2xl',
        isBare ? 'py-1' : 'px-3 pt-1.5 pb-1',
        !isBare && (isOurs ? 'bg-bubble-out' : 'border bg-bubble-in'),
        !isBare && (isOurs ? !last && 'rounded-ee-md' : !last && 'rounded-es-md'),
        !isBare && (isOurs ? !first && 'rounded-se-md' : !first && 'rounded-ss-md'),
        isPending && 'border border-strong-line border-dashed bg-surface',
      )}
    >
      {children}
    </div>
  )
}

function Revoked({ at, isOurs }: { readonly at: string; readonly isOurs: boolean }) {
  const words = useTranslations('thread')
  const format = useFormatter()
  return (
    <p className="mb-0.5 flex items-center gap-1.5 text-warning text-xs">
      <Ban aria-hidden className="size-3.5 shrink-0" />
      {words(isOurs ? 'revokedByUs' : 'revoked', { at: format.dateTime(new Date(at), { timeStyle: 'short' }) })}
    </p>
  )
}

/** When, whether edited, how far; a press tells more. */
function Footer({ message, isOurs }: Pick<SurfaceProps, 'message' | 'isOurs'>) {
  const words = useTranslations('thread')
  const format = useFormatter()
  const { showDetails } = useThreadActions()
  return (
    <p className="flex select-none items-center justify-end gap-1.5 text-soft text-xs leading-5">
      {message.editedAt !== null && (
        <button type="button" className="hover:underline" onClick={() => showDetails(message, 'versions')}>
          {words('edited')}
        </button>
      )}
      <button
        type="button"
        className="inline-flex items-center gap-1 tabular-nums hover:underline"
        title={words('details')}
        onClick={() => showDetails(message)}
      >
        <time dateTime={message.sentAt}>{format.dateTime(new Date(message.sentAt), { timeStyle: 'short' })}</time>
        {isOurs && <DeliveryMark delivery={deliveryOf(message)} />}
      </button>
    </p>
  )
}
