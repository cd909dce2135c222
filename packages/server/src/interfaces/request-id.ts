import { randomFillSync } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

const given = /^[\w.:-]{1,64}$/

/** The caller's `x-request-id` where it is one that a log can hold, or else a new one. */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const id = headers['x-request-id']
  return typeof id === 'string' && given.test(id) ? id : newRequestId()
}

const stock = Buffer.alloc(256 * 16)
let used = stock.length

/**
 * 32 hexadecimal digits from a stock of random bytes. `randomUUID` joins its text of twenty pieces, which each request would
 * keep until its answer is written.
 */
function newRequestId(): string {
  if (used === stock.length) {
    randomFillSync(stock)
    used = 0
  }
  used += 16
  return stock.toString('hex', used - 16, used)
}
