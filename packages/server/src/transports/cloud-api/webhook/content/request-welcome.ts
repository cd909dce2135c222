import type { Content } from '@switchboard/contract'

/** Somebody opened the chat for the first time; there is nothing in it. */
export function readRequestWelcome(): Content {
  return { type: 'request_welcome' }
}
