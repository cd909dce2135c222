import type { Content } from '@switchboard/contract'
import { isObject, textAt } from '../json-fields.ts'

export function readText(part: unknown): Content | string {
  if (typeof part === 'string') return { type: 'text', text: part }
  const body = isObject(part) ? textAt(part, 'body') : undefined
  if (!isObject(part) || body === undefined) return 'the text has no "body"'
  return { type: 'text', text: body, previewUrl: typeof part.preview_url === 'boolean' ? part.preview_url : undefined }
}
