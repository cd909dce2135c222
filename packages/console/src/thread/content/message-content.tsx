import { CircleHelp, FileQuestion, MousePointerClick } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../../components/button.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { ContactCards, Order } from './cards.tsx'
import { FileCard } from './file-card.tsx'
import { FormattedText } from './formatted-text.tsx'
import { HeaderFile } from './header-file.tsx'
import { InteractiveContent } from './interactive.tsx'
import { MediaMissing } from './media-missing.tsx'
import { Film, Picture, Sticker } from './picture.tsx'
import { Place } from './place.tsx'
import type { ShownMessage } from './shown-message.ts'
import { TemplateMessage } from './template-message.tsx'
import { VoiceNote } from './voice-note.tsx'

interface MessageContentProps {
  readonly message: ShownMessage
  /** Shows the whole of what came; nothing where there is no more than what is shown. */
  readonly onShowRaw?: () => void
}

/** What a message says, whatever its type. */
export function MessageContent({ message, onShowRaw }: MessageContentProps) {
  const { content } = message
  switch (content.type) {
    case 'text':
      return <FormattedText text={content.text} />
    case 'image':
      return <WithCaption media={<Picture message={message} caption={content.caption} />} caption={content.caption} />
    case 'video':
      return <WithCaption media={<Film message={message} />} caption={content.caption} />
    case 'sticker':
      return <Sticker message={message} />
    case 'audio':
      return <Sound message={message} isVoice={content.voice} />
    case 'document':
      return (
        <WithCaption media={<FileCard message={message} filename={content.filename} />} caption={content.caption} />
      )
    case 'location':
      return <Place location={content} />
    case 'contacts':
      return <ContactCards cards={content.contacts} />
    case 'interactive':
      return (
        <div className="grid gap-1.5">
          <HeaderFile message={message} />
          <InteractiveContent content={content} />
        </div>
      )
    case 'button':
      return <Pressed text={content.text ?? content.payload ?? ''} />
    case 'order':
      return <Order order={content} />
    case 'template':
      return <TemplateMessage message={message} content={content} />
    case 'unsupported':
      return <Unsupported originalType={content.originalType} reason={content.reason} onShowRaw={onShowRaw} />
    case 'unknown':
      return <Unknown />
    case 'system':
    case 'request_welcome':
      // They are lines across the thread, not bubbles.
      return null
  }
}

function WithCaption({ media, caption }: { readonly media: ReactNode; readonly caption: string | undefined }) {
  return (
    <div className="grid w-fit max-w-full grid-cols-1 gap-1.5">
      {media}
      {caption && (
        // As wide as what it is about, however long it is.
        <div className="w-0 min-w-full">
          <FormattedText text={caption} />
        </div>
      )}
    </div>
  )
}

function Sound({ message, isVoice }: { readonly message: ShownMessage; readonly isVoice: boolean }) {
  const media = message.media?.[0]
  if (media?.state !== 'stored') return <MediaMissing media={media} className="h-12 w-72 max-w-full" />
  return <VoiceNote mediaId={media.id} isVoice={isVoice} />
}

function Pressed({ text }: { readonly text: string }) {
  const words = useTranslations('thread')
  return (
    <div className="grid gap-1">
      <p className="flex items-center gap-1.5 text-soft text-xs">
        <MousePointerClick aria-hidden className="size-3.5" />
        {words('answer.button_reply')}
      </p>
      <FormattedText text={text} />
    </div>
  )
}

interface UnsupportedProps {
  readonly originalType: string | undefined
  readonly reason: string
  readonly onShowRaw: (() => void) | undefined
}

/** What this version can't read is never hidden: why, and the whole of it on demand. */
function Unsupported({ originalType, reason, onShowRaw }: UnsupportedProps) {
  const words = useTranslations('thread')
  return (
    <div className="grid w-72 max-w-full justify-items-start gap-1.5">
      <p className="flex items-center gap-2 font-medium">
        <FileQuestion aria-hidden className="size-4 shrink-0 text-warning" />
        {originalType ? words('unsupportedType', { type: originalType }) : words('unsupported')}
      </p>
      <p className="break-words text-soft text-xs">{reason}</p>
      {onShowRaw && (
        <Button size="small" onClick={onShowRaw}>
          {words('showRaw')}
        </Button>
      )}
    </div>
  )
}

function Unknown() {
  const words = useTranslations('thread')
  return (
    <p className="flex items-center gap-2 text-soft italic">
      <CircleHelp aria-hidden className="size-4 shrink-0" />
      {words('unknownContent')}
    </p>
  )
}
