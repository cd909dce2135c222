import type { ErrorExplanation } from '../../../error-explanation.ts'

/** Meta's code and what it means. */
export type ErrorRows = readonly (readonly [code: number, explanation: ErrorExplanation])[]

/** Sending the same again would fail the same way. */
export function final(sentence: string, remedy: string, limits?: ErrorExplanation['limits']): ErrorExplanation {
  return { retryable: false, sentence, remedy, ...(limits && { limits }) }
}

/** It passes: the same may succeed later. */
export function later(sentence: string, remedy: string, limits?: ErrorExplanation['limits']): ErrorExplanation {
  return { retryable: true, sentence, remedy, ...(limits && { limits }) }
}
