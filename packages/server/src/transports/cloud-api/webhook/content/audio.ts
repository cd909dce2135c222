import type { Content } from '@switchboard/contract'
import { flagAt, isObject } from '../json-fields.ts'
import { readMediaFile } from './media-file.ts'

/** A recording made in the chat has `voice: true`; older senders name the type `voice`. */
export function readAudio(part: unknown, message: { readonly type?: unknown }): Content | string {
  if (!isObject(part)) return 'the audio is not an object'
  return { type: 'audio', ...readMediaFile(part), voice: flagAt(part, 'voice') || message.type === 'voice' }
}
