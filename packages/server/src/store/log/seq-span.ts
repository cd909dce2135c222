/**
 * How many numbers the event log may draw between two restores. A restore goes on from the next multiple of it, so that no number
 * that was given out after the backup was taken is given out again: whoever holds one is told so, and does not miss what is new.
 */
const span = 10_000_000_000

/** Where the span of this number ends, and the next one begins. */
export function endOfSpan(seq: number): number {
  return (Math.floor(seq / span) + 1) * span
}
