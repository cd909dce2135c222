import { randomFillSync } from 'node:crypto'

const stock = Buffer.alloc(4_096)
let used = stock.length

/** Random bytes of their own, from a stock: asking the system for each row's anew was 6 % of an MCP call. At most 4,096. */
export function takeRandom(length: number): Buffer {
  const held = hold(length)
  const taken = Buffer.from(held)
  held.fill(0)
  return taken
}

/** The same as hexadecimal digits in one piece of memory; `randomUUID` joins its text of twenty. */
export function takeRandomHex(length: number): string {
  const held = hold(length)
  const taken = held.toString('hex')
  held.fill(0)
  return taken
}

/** @returns bytes that nobody else is given. To be emptied when they are copied: an erased salt must not be found here. */
function hold(length: number): Buffer {
  if (used + length > stock.length) {
    randomFillSync(stock)
    used = 0
  }
  used += length
  return stock.subarray(used - length, used)
}
