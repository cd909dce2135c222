import type { Content } from '@switchboard/contract'
import { isObject, wordAt } from '../json-fields.ts'

/** A quick reply of a template. */
export function readButton(part: unknown): Content | string {
  if (!isObject(part)) return 'the button is not an object'
  return { type: 'button', text: wordAt(part, 'text'), payload: wordAt(part, 'payload') }
}
