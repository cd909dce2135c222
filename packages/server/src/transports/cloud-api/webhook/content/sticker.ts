import type { Content } from '@switchboard/contract'
import { flagAt, isObject } from '../json-fields.ts'
import { readMediaFile } from './media-file.ts'

export function readSticker(part: unknown): Content | string {
  if (!isObject(part)) return 'the sticker is not an object'
  return { type: 'sticker', ...readMediaFile(part), animated: flagAt(part, 'animated') }
}
