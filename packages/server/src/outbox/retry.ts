import type { TransportError } from '../transports/transport-error.ts'

/** What happens after a failure. */
export type NextStep =
  /** Not before so many milliseconds. `limited`: refused for being too fast, which is not the message's fault. */
  | { readonly kind: 'again'; readonly afterMilliseconds: number; readonly limited: boolean }
  | { readonly kind: 'fail'; readonly gaveUp: boolean }
  | { readonly kind: 'unknown' }

export interface Tried {
  /** This one included; without those that were refused for being too fast. */
  readonly attempts: number
  /** Since it was due for the first time. */
  readonly ageMilliseconds: number
}

export const maxAttempts = 8
export const maxAgeMilliseconds = 24 * 60 * 60 * 1_000
const firstDelay = 1_000
const longestDelay = 15 * 60_000

/**
 * Again only what surely was not sent and may succeed later, ever later with full jitter (a random part of the doubled delay, so
 * that what failed together does not come back together).
 */
export function nextStep(
  error: Pick<TransportError, 'outcome' | 'retryable' | 'limits' | 'retryAfterMilliseconds'>,
  { attempts, ageMilliseconds }: Tried,
  random: () => number = Math.random,
): NextStep {
  if (error.outcome === 'unknown') return { kind: 'unknown' }
  if (!error.retryable) return { kind: 'fail', gaveUp: false }
  const limited = error.limits !== undefined
  const longest = Math.min(longestDelay, firstDelay * 2 ** Math.min(attempts, 16))
  // A limit is waited for by the pace; the message itself only stands aside for a moment.
  const jitter = random() * (limited ? firstDelay : longest)
  const afterMilliseconds = Math.round((error.retryAfterMilliseconds ?? 0) + jitter)
  if ((!limited && attempts >= maxAttempts) || ageMilliseconds + afterMilliseconds > maxAgeMilliseconds)
    return { kind: 'fail', gaveUp: true }
  return { kind: 'again', afterMilliseconds, limited }
}
