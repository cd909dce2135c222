import type { MediaSource, OutboundContent } from '@switchboard/contract'
import type { MediaKind } from '../transports/transport.ts'
import { mediaOf, templateFiles } from './stored-content.ts'

/** A file that a content names, and as what it is to be sent. */
export interface ContentFile {
  readonly source: MediaSource
  readonly kind: MediaKind
  readonly voice?: boolean | undefined
}

/** All files of a content: its own, that of its header, those of its cards. */
export function contentFiles(content: OutboundContent): ContentFile[] {
  if (content.type === 'template')
    return templateFiles(content).flatMap((file) => (file ? [{ source: file.media, kind: file.type }] : []))
  const voice = content.type === 'audio' ? content.voice : undefined
  return mediaOf(content).map((source) => ({ source, kind: kindIn(content), voice }))
}

/** As what the first file of a content is to be sent. */
export function kindIn(content: OutboundContent): MediaKind {
  if (content.type === 'template') return kindNamed(templateFiles(content)[0]?.type)
  return kindNamed('header' in content && content.header ? content.header.type : content.type)
}

export function kindNamed(type: string | undefined): MediaKind {
  return type === 'image' || type === 'video' || type === 'audio' || type === 'sticker' ? type : 'document'
}
