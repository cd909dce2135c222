import type { IncomingMessage } from 'node:http'
import { takeRandomHex } from '../random-stock.ts'

const given = /^[\w.:-]{1,64}$/

/** The caller's `x-request-id` where it is one that a log can hold, or else a new one. */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const id = headers['x-request-id']
  return typeof id === 'string' && given.test(id) ? id : takeRandomHex(16)
}
