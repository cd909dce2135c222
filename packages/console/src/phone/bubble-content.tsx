import type { PhoneCardPart, PhoneContent } from '@switchboard/contract'
import { CircleHelp, MapPin, UserRound } from 'lucide-react'
import { useTranslations } from '../strings/use-translations.ts'
import { Order } from '../thread/content/cards.tsx'
import { FormattedText } from '../thread/content/formatted-text.tsx'
import { BubbleFile } from './bubble-file.tsx'

/** What a message says. */
export function BubbleContent({ content }: { readonly content: PhoneContent }) {
  const words = useTranslations('phone')
  switch (content.type) {
    case 'text':
      return <FormattedText text={content.text} />
    case 'image':
    case 'video':
    case 'audio':
    case 'document':
    case 'sticker':
      return (
        <>
          <BubbleFile type={content.type} file={content.file} isVoice={content.voice} />
          {content.caption && <FormattedText text={content.caption} />}
        </>
      )
    case 'location':
      return <Place place={content} />
    case 'contacts':
      return (
        <ul className="grid gap-2">
          {content.contacts.map(({ name, phone }) => (
            <li key={`${name} ${phone}`} className="flex items-center gap-2">
              <UserRound aria-hidden className="size-8 rounded-full bg-sunken p-1.5 text-soft" />
              <span className="min-w-0">
                <span className="block font-medium" dir="auto">
                  {name}
                </span>
                <span className="block text-soft text-xs">{phone}</span>
              </span>
            </li>
          ))}
        </ul>
      )
    case 'card':
      return <Card card={content} />
    case 'order':
      return <Order order={content} />
    case 'reply':
      return (
        <div dir="auto">
          <p className="font-medium">{content.title}</p>
          {content.description && <p className="text-soft text-xs">{content.description}</p>}
        </div>
      )
    case 'other':
      return (
        <p className="flex items-center gap-2 text-soft">
          <CircleHelp aria-hidden className="size-4 shrink-0" />
          {words('otherContent', { what: content.what })}
        </p>
      )
  }
}

function Place({ place }: { readonly place: Extract<PhoneContent, { type: 'location' }> }) {
  const words = useTranslations('phone')
  const { name, address, latitude, longitude } = place
  return (
    <div className="flex items-start gap-2">
      <MapPin aria-hidden className="mt-0.5 size-5 shrink-0 text-danger" />
      <div dir="auto">
        <p className="font-medium">{name ?? words('kinds.location')}</p>
        {address && <p className="text-soft text-xs">{address}</p>}
        <p className="text-soft text-xs tabular-nums">
          {latitude.toFixed(5)}, {longitude.toFixed(5)}
        </p>
      </div>
    </div>
  )
}

/** What is filled in of a template or an interactive message, or of one card of it; the buttons stand below. */
export function Card({ card }: { readonly card: PhoneCardPart }) {
  const { header, body, footer } = card
  const kind = header?.kind === 'video' || header?.kind === 'document' ? header.kind : 'image'
  return (
    <div className="grid gap-1">
      {header?.file && <BubbleFile type={kind} file={header.file} isVoice={false} />}
      {header?.text && (
        <p className="font-semibold" dir="auto">
          {header.text}
        </p>
      )}
      <FormattedText text={body} />
      {footer && (
        <p className="text-soft text-xs" dir="auto">
          {footer}
        </p>
      )}
    </div>
  )
}
