import type { ContentType } from '@switchboard/contract'

/** Every type of a message, for words and filters. A record, so that a type that is added to the contract is missed here. */
const types: Readonly<Record<ContentType, true>> = {
  text: true,
  image: true,
  video: true,
  audio: true,
  document: true,
  sticker: true,
  location: true,
  contacts: true,
  interactive: true,
  button: true,
  order: true,
  template: true,
  system: true,
  request_welcome: true,
  unsupported: true,
  unknown: true,
}

export function isNamed(type: string): type is ContentType {
  return type in types
}

export const messageTypes: readonly ContentType[] = Object.keys(types).filter(isNamed)
