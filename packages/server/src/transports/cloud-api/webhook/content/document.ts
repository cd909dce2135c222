import type { Content } from '@switchboard/contract'
import { isObject, wordAt } from '../json-fields.ts'
import { readMediaFile } from './media-file.ts'

export function readDocument(part: unknown): Content | string {
  if (!isObject(part)) return 'the document is not an object'
  return {
    type: 'document',
    ...readMediaFile(part),
    filename: wordAt(part, 'filename'),
    caption: wordAt(part, 'caption'),
  }
}
