import { v7 as uuidv7 } from 'uuid'
import { takeRandom } from '../../random-stock.ts'

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
