/** A value and when it was said, in milliseconds; `at` is null where nobody has said anything yet. */
export interface Claim<Value> {
  readonly value: Value
  readonly at: number | null
}

/** The later wins; of two of one moment the greater, so that the order of arrival does not matter. */
export function laterClaim<Value extends string | null>(current: Claim<Value>, next: Claim<Value>): Claim<Value> {
  if (next.at === null) return current
  if (current.at === null || next.at > current.at) return next
  if (next.at < current.at) return current
  return compareText(next.value, current.value) > 0 ? next : current
}

/** By code units, null first: any total order does, as long as it is the same everywhere. */
export function compareText(a: string | null, b: string | null): number {
  if (a === b) return 0
  if (a === null) return -1
  if (b === null) return 1
  return a < b ? -1 : 1
}

export function earliest(a: number | null, b: number | null): number | null {
  if (a === null) return b
  return b === null ? a : Math.min(a, b)
}

export function latest(a: number | null, b: number | null): number | null {
  if (a === null) return b
  return b === null ? a : Math.max(a, b)
}
