import { Refusal } from '../refusal.ts'
import { TransportError } from '../transports/transport-error.ts'
import type { DraftProblem } from './check-draft-text.ts'
import { sentence } from './fill-template.ts'

/** What a provider said against something, for who asked for it. Anything else than a provider's word is given back as it is. */
export function asRefusal(error: unknown): Refusal {
  if (!(error instanceof TransportError)) throw error
  const { sentence, remedy, details, outcome, retryable, retryAfterMilliseconds } = error
  const detail = [sentence, details, remedy].filter(Boolean).join(' ')
  if (outcome === 'unknown')
    return new Refusal('template-outcome-unknown', {
      detail: `${sentence} The templates are read again in a minute; look whether it is among them before trying again.`,
      cause: error,
    })
  if (!retryable) return new Refusal('template-refused', { detail, cause: error })
  const seconds = Math.ceil((retryAfterMilliseconds ?? 10_000) / 1_000)
  return new Refusal('unavailable', { detail, headers: { 'retry-after': String(seconds) }, cause: error })
}

/** @throws {Refusal} template-draft-invalid, with each place */
export function refuseDraft(problems: readonly DraftProblem[]): void {
  if (problems.length === 0) return
  throw new Refusal('template-draft-invalid', { detail: sentence(problems), errors: problems })
}
