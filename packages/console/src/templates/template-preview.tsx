import type { TemplateComponent } from '@switchboard/contract'
import { Copy, ExternalLink, FileInput, FileText, Image, MapPin, Phone, Reply, ShoppingBag, Video } from 'lucide-react'
import { classNames } from '../components/class-names.ts'
import { useTranslations } from '../strings/use-translations.ts'
import { FormattedText } from '../thread/content/formatted-text.tsx'
import { mediaAddress } from '../thread/content/media-box.ts'
import { type FieldValues, type Filling, fillingOfCard, fillText, type HeaderFile } from './template-fields.ts'
import { partsOf, type TemplateButton, type TemplateParts } from './template-parts.ts'

const media = {
  IMAGE: { icon: Image, word: 'media_image' },
  VIDEO: { icon: Video, word: 'media_video' },
  DOCUMENT: { icon: FileText, word: 'media_document' },
  LOCATION: { icon: MapPin, word: 'media_location' },
  PRODUCT: { icon: ShoppingBag, word: 'media_product' },
} as const

const icons: Readonly<Record<string, typeof Reply>> = {
  QUICK_REPLY: Reply,
  URL: ExternalLink,
  PHONE_NUMBER: Phone,
  COPY_CODE: Copy,
  OTP: Copy,
  FLOW: FileInput,
  CATALOG: ShoppingBag,
  MPM: ShoppingBag,
  SPM: ShoppingBag,
}

export interface TemplatePreviewProps {
  readonly components: readonly TemplateComponent[]
  readonly values: FieldValues
  /** In the headers, by the keys of their fields. */
  readonly files?: Filling['files']
}

/** A template message as it stands on the customer's phone. */
export function TemplatePreview({ components, values, files = {} }: TemplatePreviewProps) {
  const words = useTranslations('templates')
  const parts = partsOf(components)
  return (
    <section aria-label={words('preview')} aria-live="polite" className="self-start rounded-xl bg-thread p-4 sm:p-6">
      {isEmpty(parts) ? (
        <p className="text-balance text-center text-soft text-sm">{words('previewEmpty')}</p>
      ) : (
        <Bubble parts={parts} values={values} file={files['media']} className="mx-auto max-w-80 rounded-ss-sm" />
      )}
      {parts.cards.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <ul aria-label={words('cards')} tabIndex={0} className="mx-auto mt-2 flex max-w-80 gap-2 overflow-x-auto pb-1">
          {parts.cards.map((card, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: cards are their places
            <li key={index} className="w-52 shrink-0">
              <CardBubble card={card} filling={fillingOfCard({ values, files }, index)} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function isEmpty({ header, body, footer, buttons }: TemplateParts): boolean {
  return header === null && body === '' && footer === '' && buttons.length === 0
}

function CardBubble({ card, filling: { values, files } }: { readonly card: TemplateParts; readonly filling: Filling }) {
  return <Bubble parts={card} values={values} file={files['media']} className="h-full" />
}

interface BubbleProps {
  readonly parts: TemplateParts
  readonly values: FieldValues
  readonly file: HeaderFile | undefined
  readonly className: string
}

function Bubble({ parts, values, file, className }: BubbleProps) {
  return (
    <div className={classNames('overflow-hidden rounded-xl bg-bubble-in shadow-sm', className)}>
      <div className="grid gap-1.5 p-3">
        <Header header={parts.header} values={values} file={file} />
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
  )
}

interface HeaderProps {
  readonly header: TemplateParts['header']
  readonly values: FieldValues
  readonly file: HeaderFile | undefined
}

function Header({ header, values, file }: HeaderProps) {
  const words = useTranslations('templates')
  if (!header) return null
  if (header.format === 'TEXT')
    return (
      <p className="break-words font-semibold" dir="auto">
        {fillText(header.text, 'header', values)}
      </p>
    )
  const id = file && 'mediaId' in file.media ? file.media.mediaId : undefined
  if (id && header.format === 'IMAGE')
    return <img src={mediaAddress(id)} alt="" className="max-h-48 w-full rounded-lg bg-sunken object-cover" />
  if (id && header.format === 'VIDEO')
    return (
      // biome-ignore lint/a11y/useMediaCaption: what somebody uploads for a template comes without
      <video src={`${mediaAddress(id)}#t=0.1`} controls preload="metadata" className="w-full rounded-lg bg-black" />
    )
  const { icon: Icon, word } = media[isMedia(header.format) ? header.format : 'DOCUMENT']
  return (
    <div className="grid h-28 place-items-center rounded-lg bg-sunken text-soft">
      <span className="grid justify-items-center gap-1 text-xs">
        <Icon aria-hidden className="size-6" />
        {file?.filename ?? words(word)}
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
        {button.text || (button.type === 'COPY_CODE' || button.type === 'OTP' ? words('button_COPY_CODE') : '…')}
      </span>
    </p>
  )
}
