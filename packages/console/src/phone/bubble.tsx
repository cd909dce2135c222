import type { PhoneBubble } from '@switchboard/contract'
import { useFormatter } from 'use-intl'
import { classNames } from '../components/class-names.ts'
import { useTranslations } from '../strings/use-translations.ts'
import { BubbleContent } from './bubble-content.tsx'
import { BubbleMenu } from './bubble-menu.tsx'
import { CardButtons } from './card-buttons.tsx'
import { Carousel } from './carousel.tsx'
import { usePhoneActions } from './phone-actions.ts'
import { Ticks } from './ticks.tsx'
import { useSummary } from './use-summary.ts'

export interface BubbleProps {
  readonly message: PhoneBubble
  readonly quoted: PhoneBubble | undefined
}

/** One message: the customer's own at the end of the line, the business's at its start. */
export function Bubble({ message, quoted }: BubbleProps) {
  const words = useTranslations('phone')
  const format = useFormatter()
  const { mayAct } = usePhoneActions()
  const isMine = message.from === 'customer'
  const { content } = message
  return (
    <article
      id={`phone-${message.id}`}
      aria-label={words(isMine ? 'byCustomer' : 'byBusiness')}
      className={classNames(
        'group flex max-w-[86%] flex-col',
        isMine ? 'items-end self-end' : 'items-start self-start',
      )}
    >
      <div className={classNames('flex max-w-full items-center gap-1', isMine && 'flex-row-reverse')}>
        <div className="grid min-w-0 gap-1">
          <div
            className={classNames(
              'min-w-0 rounded-2xl px-2.5 py-1.5 shadow-sm',
              content?.type === 'sticker' ? 'bg-transparent shadow-none' : isMine ? 'bg-bubble-out' : 'bg-bubble-in',
              isMine ? 'rounded-ee-sm' : 'rounded-es-sm',
            )}
          >
            {quoted && <Quote message={quoted} />}
            {content === null ? (
              <p className="text-soft italic">{words(isMine ? 'deletedMine' : 'deletedTheirs')}</p>
            ) : (
              <BubbleContent content={content} />
            )}
            <p className="mt-0.5 flex items-center justify-end gap-1 text-[0.6875rem] text-soft leading-none">
              {message.edited && content && <span>{words('edited')}</span>}
              <time dateTime={message.at}>{format.dateTime(new Date(message.at), { timeStyle: 'short' })}</time>
              {isMine && <Ticks state={message.state} />}
            </p>
          </div>
          {content?.type === 'card' && <CardButtons messageId={message.id} card={content} />}
          {content?.type === 'card' && <Carousel messageId={message.id} cards={content.cards} />}
        </div>
        {mayAct && content && <BubbleMenu message={message} />}
      </div>
      {message.reaction && (
        <span
          role="img"
          aria-label={words('reaction', { emoji: message.reaction })}
          className="z-1 -mt-1.5 mx-2 rounded-full border bg-surface px-1.5 py-0.5 text-xs shadow-sm"
        >
          {message.reaction}
        </span>
      )}
    </article>
  )
}

/** What is answered; leads to it. */
function Quote({ message }: { readonly message: PhoneBubble }) {
  const words = useTranslations('phone')
  const summary = useSummary()
  return (
    <button
      type="button"
      className="mb-1 block w-full min-w-0 rounded-lg border-accent border-s-4 bg-ink/5 px-2 py-1 text-start text-xs"
      onClick={() =>
        document.getElementById(`phone-${message.id}`)?.scrollIntoView({ block: 'center', behavior: 'smooth' })
      }
    >
      <span className="block font-medium text-accent-ink">
        {words(message.from === 'customer' ? 'you' : 'business')}
      </span>
      <span className="line-clamp-2 text-soft" dir="auto">
        {summary(message)}
      </span>
    </button>
  )
}
