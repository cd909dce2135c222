import type { ShownTemplate } from '@switchboard/contract'
import { useTranslations } from '../../strings/use-translations.ts'
import { Interactive } from './interactive.tsx'
import { mediaAddress } from './media-box.ts'
import type { ShownMessage } from './shown-message.ts'
import { viewOf } from './template-view.ts'

interface TemplateCardsProps {
  readonly cards: ShownTemplate['cards']
  readonly media: ShownMessage['media']
}

/** The cards of a carousel, side by side. Pictures stand in their order; where one is not ours, none is shown. */
export function TemplateCards({ cards, media = [] }: TemplateCardsProps) {
  const words = useTranslations('thread')
  if (cards.length === 0) return null
  const pictures =
    media.length === cards.length && media.every(({ kind, state }) => kind === 'image' && state === 'stored')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <ul aria-label={words('cards')} tabIndex={0} className="flex max-w-80 gap-2 overflow-x-auto pb-1">
      {cards.map((card, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: cards are their places
        <li key={index} className="w-56 shrink-0 overflow-hidden rounded-lg border bg-surface px-3 pt-2">
          {pictures && (
            <img
              src={mediaAddress(media[index]?.id ?? '')}
              alt=""
              className="-mx-3 -mt-2 mb-2 h-32 w-56 max-w-none bg-sunken object-cover"
            />
          )}
          <Interactive view={viewOf(card)} />
        </li>
      ))}
    </ul>
  )
}
