import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

const given = /^[\w.:-]{1,64}$/

/** The caller's `x-request-id` where it is one that a log can hold, or else a new one. */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const id = headers['x-request-id']
  // Random, not by time: it orders nothing, and costs a twentieth.
  return typeof id === 'string' && given.test(id) ? id : randomUUID()
}
