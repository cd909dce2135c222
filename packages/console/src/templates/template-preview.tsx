import type { TemplateComponent } from '@switchboard/contract'
import { Copy, ExternalLink, FileText, Image, MapPin, Phone, Reply, Video } from 'lucide-react'
import { useTranslations } from '../strings/use-translations.ts'
import { FormattedText } from '../thread/content/formatted-text.tsx'
import { type FieldValues, fillText, partsOf, type TemplateButton, type TemplateParts } from './template-parts.ts'

const media = {
  IMAGE: { icon: Image, word: 'media_image' },
  VIDEO: { icon: Video, word: 'media_video' },
  DOCUMENT: { icon: FileText, word: 'media_document' },
  LOCATION: { icon: MapPin, word: 'media_location' },
} as const

const icons: Readonly<Record<string, typeof Reply>> = {
  QUICK_REPLY: Reply,
  URL: ExternalLink,
  PHONE_NUMBER: Phone,
  COPY_CODE: Copy,
}

export interface TemplatePreviewProps {
  readonly components: readonly TemplateComponent[]
  readonly values: FieldValues
}

/** A template message as it stands on the customer's phone. */
export function TemplatePreview({ components, values }: TemplatePreviewProps) {
  const words = useTranslations('templates')
  const parts = partsOf(components)
  return (
    <section aria-label={words('preview')} className="rounded-xl bg-thread p-4 sm:p-6">
      <div className="mx-auto max-w-80 overflow-hidden rounded-xl rounded-ss-sm bg-bubble-in shadow-sm">
        <div className="grid gap-1.5 p-3">
          <Header header={parts.header} values={values} />
          {parts.body !== '' && <FormattedText text={fillText(parts.body, 'body', values)} />}
          {parts.footer !== '' && (
            <p className="break-words text-faint text-xs" dir="auto">
              {parts.footer}
            </p>
          )}
        </div>
        {parts.buttons.map((button, index) => (
          // Buttons never move among each other without the whole list being made anew.
          // biome-ignore lint/suspicious/noArrayIndexKey: two buttons may be alike in everything but their place.
          <Button key={index} button={button} />
        ))}
      </div>
    </section>
  )
}

function Header({ header, values }: { readonly header: TemplateParts['header']; readonly values: FieldValues }) {
  const words = useTranslations('templates')
  if (!header) return null
  if (header.format === 'TEXT')
    return (
      <p className="break-words font-semibold" dir="auto">
        {fillText(header.text, 'header', values)}
      </p>
    )
  const { icon: Icon, word } = media[isMedia(header.format) ? header.format : 'DOCUMENT']
  return (
    <div className="grid h-28 place-items-center rounded-lg bg-sunken text-faint">
      <span className="grid justify-items-center gap-1 text-xs">
        <Icon aria-hidden className="size-6" />
        {words(word)}
      </span>
    </div>
  )
}

function isMedia(format: string): format is keyof typeof media {
  return Object.hasOwn(media, format)
}

function Button({ button }: { readonly button: TemplateButton }) {
  const words = useTranslations('templates')
  const Icon = icons[button.type] ?? Reply
  return (
    <p className="flex items-center justify-center gap-2 border-t px-3 py-2 font-medium text-info">
      <Icon aria-hidden className="size-4 shrink-0" />
      <span className="truncate" dir="auto">
        {button.text || (button.type === 'COPY_CODE' ? words('button_COPY_CODE') : '…')}
      </span>
    </p>
  )
}
