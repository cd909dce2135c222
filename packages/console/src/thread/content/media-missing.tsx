import { CloudDownload, CloudOff } from 'lucide-react'
import { classNames } from '../../components/class-names.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import type { MediaItem } from './media-box.ts'

/** In the place of a file that is not here: yet, or for good, with the reason. */
export function MediaMissing({
  media,
  className,
}: {
  readonly media: MediaItem | undefined
  readonly className?: string
}) {
  const words = useTranslations('thread')
  const isComing = media === undefined || media.state === 'pending'
  const Icon = isComing ? CloudDownload : CloudOff
  return (
    <span
      className={classNames(
        'flex items-center justify-center gap-2 rounded-xl bg-ink/5 p-3 text-center text-soft text-xs',
        isComing && 'animate-pulse',
        className,
      )}
    >
      <Icon aria-hidden className="size-5 shrink-0" />
      <span>{words(`media.${stateOf(media)}`)}</span>
    </span>
  )
}

function stateOf(media: MediaItem | undefined): 'pending' | 'failed' | 'too_large' | 'expired' | 'none' {
  switch (media?.state) {
    case undefined:
      return 'none'
    case 'too_large':
    case 'expired':
    case 'pending':
      return media.state
    default:
      return 'failed'
  }
}
