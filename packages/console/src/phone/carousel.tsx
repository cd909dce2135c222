import type { PhoneCardPart } from '@switchboard/contract'
import { useTranslations } from '../strings/use-translations.ts'
import { Card } from './bubble-content.tsx'
import { CardButtons } from './card-buttons.tsx'

export interface CarouselProps {
  readonly messageId: string
  readonly cards: readonly PhoneCardPart[]
}

/** The cards of a carousel, side by side below what introduces them; each with its own buttons. */
export function Carousel({ messageId, cards }: CarouselProps) {
  const words = useTranslations('phone')
  if (cards.length === 0) return null
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
    <ul aria-label={words('cards')} tabIndex={0} className="flex min-w-0 gap-2 overflow-x-auto rounded-xl pb-1">
      {cards.map((card, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: cards are their places
        <li key={index} className="flex w-52 shrink-0 flex-col gap-1">
          <div className="min-w-0 flex-1 rounded-2xl bg-bubble-in px-2.5 py-1.5 shadow-sm">
            <Card card={card} />
          </div>
          <CardButtons messageId={messageId} card={card} />
        </li>
      ))}
    </ul>
  )
}
