import type { PhoneFile } from '@switchboard/contract'
import { FileText, ImageOff } from 'lucide-react'
import { useTranslations } from '../strings/use-translations.ts'
import { phoneFileUrl } from './queries.ts'

export interface BubbleFileProps {
  readonly type: 'image' | 'video' | 'audio' | 'document' | 'sticker'
  readonly file: PhoneFile
  readonly isVoice: boolean
}

/** A file in a message. One behind a link, or forgotten, is named. */
export function BubbleFile({ type, file, isVoice }: BubbleFileProps) {
  const words = useTranslations('phone')
  if (file.id === null)
    return (
      <p className="flex items-center gap-2 text-soft text-xs">
        <ImageOff aria-hidden className="size-4 shrink-0" />
        <span className="min-w-0 break-all">
          {file.link ? words('behindLink', { link: file.link }) : words('fileGone')}
        </span>
      </p>
    )
  const url = phoneFileUrl(file.id)
  switch (type) {
    case 'image':
      return (
        <img src={url} alt={words('kinds.image')} className="mb-1 max-h-64 min-h-16 w-56 rounded-lg object-cover" />
      )
    case 'sticker':
      return <img src={url} alt={words('kinds.sticker')} className="size-28 object-contain" />
    case 'video':
      return (
        // biome-ignore lint/a11y/useMediaCaption: what people send each other has no captions.
        <video
          src={url}
          controls
          preload="metadata"
          aria-label={words('kinds.video')}
          className="mb-1 max-h-64 w-56 rounded-lg"
        />
      )
    case 'audio':
      return (
        // biome-ignore lint/a11y/useMediaCaption: what people send each other has no captions.
        <audio
          src={url}
          controls
          preload="metadata"
          aria-label={words(isVoice ? 'kinds.voice' : 'kinds.audio')}
          className="w-56"
        />
      )
    case 'document':
      return (
        <a
          href={url}
          download={file.name ?? true}
          className="flex items-center gap-2 rounded-lg bg-ink/5 p-2 hover:bg-ink/10"
        >
          <FileText aria-hidden className="size-7 shrink-0 text-soft" />
          <span className="min-w-0">
            <span className="block truncate font-medium" dir="auto">
              {file.name ?? words('kinds.document')}
            </span>
            {file.size !== null && (
              <span className="block text-soft text-xs">
                {words('kilobytes', { size: Math.ceil(file.size / 1_024) })}
              </span>
            )}
          </span>
        </a>
      )
  }
}
