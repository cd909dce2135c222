/** What one of a provider's error codes means to a person, and to whoever decides about sending again. */
export interface ErrorExplanation {
  readonly retryable: boolean
  /** What happened. */
  readonly sentence: string
  /** What to do about it. */
  readonly remedy: string
  /** What is being limited: one number, one number with one person, or the whole business account. */
  readonly limits?: 'number' | 'pair' | 'account'
}
