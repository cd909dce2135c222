import type { Content } from '@switchboard/contract'
import { isObject, wordAt } from '../json-fields.ts'
import { readMediaFile } from './media-file.ts'

export function readImage(part: unknown): Content | string {
  if (!isObject(part)) return 'the image is not an object'
  return { type: 'image', ...readMediaFile(part), caption: wordAt(part, 'caption') }
}
