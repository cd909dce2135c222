import type { ErrorExplanation } from './error-explanation.ts'
import type { ProviderError } from './inbound-item.ts'

/** A provider's errors, with the sentence and what to do beside each code that is known. */
export function explained(
  errors: readonly ProviderError[],
  explain: (code: number | string) => ErrorExplanation | undefined,
): ProviderError[] {
  return errors.map((error) => {
    const known = error.code === undefined ? undefined : explain(error.code)
    return known ? { ...error, sentence: known.sentence, remedy: known.remedy } : error
  })
}
