import { graphError } from '../graph-error.ts'
import { isObject, textAt } from '../json-fields.ts'
import type { World } from '../world.ts'
import type { ContentType } from './content-schemas.ts'

const fileTypes: Readonly<Record<string, RegExp>> = {
  image: /^image\/(?:jpeg|png)$/,
  video: /^video\/(?:mp4|3gpp)$/,
  audio: /^audio\/(?:aac|amr|mpeg|mp4|ogg|opus)\b/,
  sticker: /^image\/webp$/,
  document: /./,
}

/** What is wrong with a file that Meta looks at only after it has accepted: 131053. */
export function mediaFailure(
  world: World,
  type: ContentType,
  content: unknown,
): { readonly code: number; readonly details: string } | undefined {
  const expected = fileTypes[type]
  if (!expected || !isObject(content)) return undefined
  const link = textAt(content, 'link')
  if (link !== undefined) {
    // Nothing is fetched. Names that by RFC 2606 never resolve stand for links that do not work.
    const gone = new URL(link).hostname.endsWith('.invalid')
    return gone ? { code: 131053, details: 'The file could not be downloaded from its link.' } : undefined
  }
  const media = world.media.get(textAt(content, 'id') ?? '')
  if (!media || expected.test(media.mimeType)) return undefined
  return { code: 131053, details: `A file of type ${media.mimeType} cannot be sent as ${type}.` }
}

/** A media id must exist when it is sent. @throws {GraphError} 131009 */
export function checkMediaId(world: World, type: ContentType, content: unknown): void {
  if (!(type in fileTypes)) return
  const id = textAt(content, 'id')
  if (id !== undefined && !world.media.get(id))
    throw graphError(131009, `${type}['id']: there is no media ${id.slice(0, 100)}, or it has expired.`)
}
