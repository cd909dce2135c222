import { randomFillSync } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'

const stock = Buffer.alloc(4_096)
let used = stock.length

/** Random bytes of their own, from a stock: asking the system for each row's anew was 6 % of an MCP call. At most 4,096. */
export function takeRandom(length: number): Buffer {
  if (used + length > stock.length) {
    randomFillSync(stock)
    used = 0
  }
  const held = stock.subarray(used, used + length)
  used += length
  const taken = Buffer.from(held)
  // An erased salt must not be found here.
  held.fill(0)
  return taken
}

let milliseconds = 0
let sequence = 0

/** A UUID of version 7, greater than the one before it within this process, as `uuid` makes it without options. */
export function nextRowId(): string {
  const random = takeRandom(16)
  const now = Date.now()
  if (now > milliseconds) {
    milliseconds = now
    // The first bit is left free to count into.
    sequence = random.readUInt32BE(6) >>> 1
  } else if (++sequence > 0xffff_ffff) {
    sequence = 0
    milliseconds++
  }
  return uuidv7({ random, msecs: milliseconds, seq: sequence })
}
