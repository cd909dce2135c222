import { useState } from 'react'
import { useTranslations } from '../../strings/use-translations.ts'
import { useThreadActions } from '../thread-actions.ts'
import { boxOf, mediaAddress } from './media-box.ts'
import { MediaMissing } from './media-missing.tsx'
import type { ShownMessage } from './shown-message.ts'

/** A picture in a bubble. Its room is there before it is, so nothing moves when it comes. */
export function Picture({
  message,
  caption,
}: {
  readonly message: ShownMessage
  readonly caption: string | undefined
}) {
  const words = useTranslations('thread')
  const { openPicture } = useThreadActions()
  const [isBroken, setIsBroken] = useState(false)
  const media = message.media?.[0]
  const box = boxOf(message.id, media ?? { width: null, height: null })
  const style = { width: box.width, aspectRatio: `${box.width} / ${box.height}` }
  if (media?.state !== 'stored' || isBroken)
    return (
      <div className="max-w-full" style={style}>
        <MediaMissing media={isBroken && media ? { ...media, state: 'failed' } : media} className="size-full" />
      </div>
    )
  return (
    <button
      type="button"
      className="block max-w-full overflow-hidden rounded-xl bg-ink/5"
      style={style}
      aria-label={caption ? words('openPictureOf', { caption: caption.slice(0, 80) }) : words('openPicture')}
      onClick={() => openPicture(media.id)}
    >
      <img
        src={mediaAddress(media.id)}
        alt=""
        decoding="async"
        draggable={false}
        className="size-full object-cover"
        onError={() => setIsBroken(true)}
      />
    </button>
  )
}

const stickerSize = 'size-36'

export function Sticker({ message }: { readonly message: ShownMessage }) {
  const words = useTranslations('thread')
  const media = message.media?.[0]
  if (media?.state !== 'stored') return <MediaMissing media={media} className={stickerSize} />
  return (
    <img
      src={mediaAddress(media.id)}
      alt={words('type.sticker')}
      decoding="async"
      draggable={false}
      className={`${stickerSize} object-contain`}
    />
  )
}

/** In a box of one shape: how large a film is only its player knows. */
export function Film({ message }: { readonly message: ShownMessage }) {
  const words = useTranslations('thread')
  const media = message.media?.[0]
  const box = 'aspect-video w-80 max-w-full'
  if (media?.state !== 'stored') return <MediaMissing media={media} className={box} />
  return (
    // biome-ignore lint/a11y/useMediaCaption: customers send no captions with their films
    <video
      src={`${mediaAddress(media.id)}#t=0.1`}
      controls
      playsInline
      preload="metadata"
      aria-label={words('type.video')}
      className={`${box} rounded-xl bg-black object-contain`}
    />
  )
}
