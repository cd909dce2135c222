import type { Content } from '@switchboard/contract'
import { isObject, wordAt } from '../json-fields.ts'
import { readMediaFile } from './media-file.ts'

export function readVideo(part: unknown): Content | string {
  if (!isObject(part)) return 'the video is not an object'
  return { type: 'video', ...readMediaFile(part), caption: wordAt(part, 'caption') }
}
