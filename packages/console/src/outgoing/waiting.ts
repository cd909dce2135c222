import type { OutgoingMessage } from './outgoing-message.ts'

const hour = 3_600_000

/** Written so long ago that it may not hold any more: whoever opens the console again is asked before it leaves. */
export function isOld({ createdAt }: Pick<OutgoingMessage, 'createdAt'>, now: number): boolean {
  return now - Date.parse(createdAt) > hour
}

/** Of one conversation: where the first waits for the server, those behind it wait for the same. */
export function asTheyWait(messages: readonly OutgoingMessage[]): readonly OutgoingMessage[] {
  if (!messages.some(({ state }) => state === 'offline')) return messages
  return messages.map((message) => (message.state === 'queued' ? { ...message, state: 'offline' } : message))
}
