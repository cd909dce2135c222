import type { Content } from '@switchboard/contract'
import { isObject, wordAt } from '../json-fields.ts'

/** A notice of WhatsApp's: a changed number, a changed user id, a changed device. Who became whom: `identity-change.ts`. */
export function readSystem(part: unknown): Content | string {
  if (!isObject(part)) return 'the system message is not an object'
  return { type: 'system', kind: wordAt(part, 'type') ?? 'unknown', text: wordAt(part, 'body'), raw: part }
}
