import type { Message } from '@switchboard/contract'

/** A file as it is shown; its id is also one that nothing but a message that is on its way names. */
export type MediaItem = Omit<NonNullable<Message['media']>[number], 'id'> & { readonly id: string }

export interface Box {
  readonly width: number
  readonly height: number
}

const largest = { width: 320, height: 320 }
const smallestSide = 96
/** Where nothing is known of a picture. */
const unknownBox: Box = { width: 280, height: 210 }

const settled = new Map<string, Box>()
const remembered = 5_000

/**
 * How large a picture is shown. Whatever was answered first holds for as long as the page is open: a picture whose size becomes known
 * only when it is here moves nothing that somebody reads.
 */
export function boxOf(messageId: string, { width, height }: Pick<MediaItem, 'width' | 'height'>): Box {
  const before = settled.get(messageId)
  if (before) return before
  const box = width === null || height === null ? unknownBox : fitted(width, height)
  if (settled.size >= remembered) settled.clear()
  settled.set(messageId, box)
  return box
}

function fitted(width: number, height: number): Box {
  const scale = Math.min(largest.width / width, largest.height / height, 1)
  const side = (pixels: number) => Math.max(Math.round(pixels * scale), smallestSide)
  return { width: side(width), height: side(height) }
}

/** Where the server gives its bytes to whoever is signed in. */
export function mediaAddress(id: string): string {
  return `/v1/media/${id}`
}
