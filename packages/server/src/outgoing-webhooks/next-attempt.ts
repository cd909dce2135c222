const minute = 60
const hour = 60 * minute

/** Seconds from one attempt to the next; together 71.6 hours. In docs/webhooks.md, too. */
export const retrySeconds: readonly number[] = [
  5,
  30,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  20 * hour,
]

/**
 * When a delivery whose attempt failed is tried again; null after the last. Up to a fifth later than the table says, so that what
 * failed together does not come back together, and never before what the endpoint asked for. Pure; `random` from 0 to 1.
 */
export function nextAttempt(attempts: number, retryAfterMilliseconds: number | null, random: number): number | null {
  const seconds = retrySeconds[attempts - 1]
  if (seconds === undefined) return null
  return Math.max(Math.round(seconds * 1_000 * (1 + random / 5)), retryAfterMilliseconds ?? 0)
}
