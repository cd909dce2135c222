import type { AccountCapabilities, Media, OutboundContent } from '@switchboard/contract'

type MediaKind = keyof AccountCapabilities['media']

/** A file that is about to be sent. It goes up as soon as it is there, so that sending waits for nothing. */
export interface Attachment {
  readonly id: string
  readonly file: File
  /** As what it is sent. */
  readonly kind: MediaKind
  /** Of a voice recording. */
  readonly voice?: boolean
  /** Of a picture, to be shown here. */
  readonly previewUrl?: string
  readonly state:
    | { readonly kind: 'uploading'; readonly share: number }
    | { readonly kind: 'ready'; readonly media: Pick<Media, 'id'> }
    | { readonly kind: 'failed'; readonly error: unknown }
}

export type FileDecision =
  | { readonly kind: MediaKind }
  | { readonly refused: 'too-large'; readonly most: number }
  | { readonly refused: 'empty' | 'type' }

/** As what a file can be sent from an account: a picture or a video as such where that is possible, otherwise as a document. */
export function decideFile(file: Pick<File, 'type' | 'size'>, limits: AccountCapabilities['media']): FileDecision {
  if (file.size === 0) return { refused: 'empty' }
  const type = file.type.split(';')[0] ?? ''
  const own = (['image', 'video', 'audio'] as const).find((kind) => type.startsWith(`${kind}/`))
  if (own && takes(limits[own], type) && file.size <= limits[own].maxBytes) return { kind: own }
  if (!takes(limits.document, type)) return { refused: 'type' }
  if (file.size <= limits.document.maxBytes) return { kind: 'document' }
  return { refused: 'too-large', most: limits.document.maxBytes }
}

function takes({ maxBytes, mimeTypes }: AccountCapabilities['media'][MediaKind], type: string): boolean {
  return maxBytes > 0 && (mimeTypes.length === 0 || mimeTypes.includes(type))
}

export function canHaveCaption(kind: MediaKind): boolean {
  return kind === 'image' || kind === 'video' || kind === 'document'
}

/** What goes out of a file that is up. */
export function contentOf(
  { kind, file, voice }: Pick<Attachment, 'kind' | 'file' | 'voice'>,
  mediaId: string,
  caption?: string,
): OutboundContent {
  const media = { mediaId }
  const said = caption === undefined ? {} : { caption }
  switch (kind) {
    case 'image':
    case 'video':
      return { type: kind, media, ...said }
    case 'document':
      return { type: 'document', media, filename: file.name, ...said }
    case 'audio':
      return { type: 'audio', media, ...(voice ? { voice } : {}) }
    case 'sticker':
      return { type: 'sticker', media }
  }
}
