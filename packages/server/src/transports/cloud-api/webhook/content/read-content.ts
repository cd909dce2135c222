import type { Content } from '@switchboard/contract'
import { cut, type JsonObject, listAt, objectAt, textAt, wordAt } from '../json-fields.ts'
import { readAudio } from './audio.ts'
import { readButton } from './button.ts'
import { readContacts } from './contacts.ts'
import { readDocument } from './document.ts'
import { readImage } from './image.ts'
import { readInteractive } from './interactive.ts'
import { readLocation } from './location.ts'
import { readOrder } from './order.ts'
import { readRequestWelcome } from './request-welcome.ts'
import { readSticker } from './sticker.ts'
import { readSystem } from './system.ts'
import { readTemplate } from './template.ts'
import { readText } from './text.ts'
import { readVideo } from './video.ts'

/** Reads the object under the type's name; a string says why it can't be read. */
type ContentReader = (part: unknown, message: JsonObject) => Content | string

const readers: ReadonlyMap<string, ContentReader> = new Map<string, ContentReader>([
  ['text', readText],
  ['image', readImage],
  ['video', readVideo],
  ['audio', readAudio],
  ['voice', readAudio],
  ['document', readDocument],
  ['sticker', readSticker],
  ['location', readLocation],
  ['contacts', readContacts],
  ['interactive', readInteractive],
  ['button', readButton],
  ['order', readOrder],
  ['system', readSystem],
  ['request_welcome', readRequestWelcome],
  ['template', readTemplate],
])

const otherTypes = ['reaction', 'edit', 'revoke', 'unsupported']

/** `type`, or, where it is missing, the one known type whose key is there. */
export function typeOf(message: JsonObject): string | undefined {
  const type = wordAt(message, 'type')
  if (type !== undefined) return type
  const present = [...readers.keys(), ...otherTypes].filter((key) => Object.hasOwn(message, key))
  return present.length === 1 ? present[0] : undefined
}

/** What a message says. Never fails: what can't be read is `unsupported` with the message as it came and the reason. */
export function readContent(message: JsonObject): Content {
  const type = typeOf(message)
  if (type === undefined) return unsupported(message, type, 'the message has no "type"')
  const reader = readers.get(type)
  if (reader === undefined) return unsupported(message, type, reasonOf(message, type))
  const part = Object.hasOwn(message, type) ? message[type] : undefined
  if ((part === undefined || part === null) && type !== 'request_welcome') {
    return unsupported(message, type, `the type is "${type}" and there is no "${type}" in the message`)
  }
  const content = reader(part, message)
  return typeof content === 'string' ? unsupported(message, type, content) : content
}

function reasonOf(message: JsonObject, type: string): string {
  if (type === 'unsupported' || type === 'unknown') return 'WhatsApp does not pass messages of this kind on'
  if (type === 'media_placeholder') return 'the media of this message comes in a later webhook of the history'
  if (type === 'edit' || type === 'revoke') return `the ${type} does not say which message it is of`
  if (type === 'reaction') return 'the reaction does not say which message it is of'
  return `messages of type "${cut(type, 100)}" are not known to this version${Object.hasOwn(message, type) ? '' : ' and have no content'}`
}

export function unsupported(message: JsonObject, type: string | undefined, reason: string): Content {
  const named = objectAt(message, 'unsupported')
  return {
    type: 'unsupported',
    originalType: (named && textAt(named, 'type')) ?? type,
    reason,
    errors: [...listAt(message, 'errors')],
    raw: message,
  }
}
