import type { Message, QuotedMessage } from '@switchboard/contract'
import {
  Contact,
  FileText,
  Image,
  LayoutTemplate,
  type LucideIcon,
  MapPin,
  Mic,
  ShoppingBag,
  Sticker,
  Video,
} from 'lucide-react'
import { createContext, use } from 'react'
import { useTranslations } from '../../strings/use-translations.ts'
import { isNamed } from '../message-types.ts'
import { plainLine } from '../plain-text.ts'
import { useThreadActions } from '../thread-actions.ts'

export const QuotesContext = createContext<ReadonlyMap<string, QuotedMessage>>(new Map())

/** What a message answers, in a line or two; a press leads there. */
export function Quote({ message }: { readonly message: Message }) {
  const words = useTranslations('thread')
  const { jumpTo } = useThreadActions()
  const wanted = message.quotedProviderMessageId
  const quote = use(QuotesContext).get(wanted ?? '')
  if (wanted === null) return null
  if (!quote)
    return (
      <p className="mb-1 rounded-lg border-strong-line border-s-3 bg-ink/5 px-2 py-1 text-soft text-xs">
        {words('quoteUnknown')}
      </p>
    )
  return (
    <button
      type="button"
      className="mb-1 grid w-full min-w-40 max-w-full rounded-lg border-accent border-s-3 bg-ink/5 px-2 py-1 text-start text-xs hover:bg-ink/10"
      onClick={() => jumpTo(quote.id)}
    >
      <span className="sr-only">{words('toQuote')}</span>
      <QuoteLines quote={quote} />
    </button>
  )
}

export function QuoteLines({
  quote,
}: {
  readonly quote: Pick<QuotedMessage, 'direction' | 'type' | 'text' | 'contact'>
}) {
  const words = useTranslations('thread')
  const Icon = icons[quote.type]
  const name = quote.contact?.name ?? quote.contact?.phone ?? words('customer')
  return (
    <>
      <span className="truncate font-medium text-accent-ink">
        {quote.direction === 'outbound' ? words('us') : name}
      </span>
      <span className="flex min-w-0 items-center gap-1 text-soft">
        {Icon && <Icon aria-hidden className="size-3.5 shrink-0" />}
        <span dir="auto" className="truncate">
          {quote.text === null
            ? isNamed(quote.type)
              ? words(`type.${quote.type}`)
              : quote.type
            : plainLine(quote.text)}
        </span>
      </span>
    </>
  )
}

const icons: Readonly<Partial<Record<string, LucideIcon>>> = {
  image: Image,
  video: Video,
  audio: Mic,
  document: FileText,
  sticker: Sticker,
  location: MapPin,
  contacts: Contact,
  order: ShoppingBag,
  template: LayoutTemplate,
}
