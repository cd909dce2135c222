import type { NumberProfile } from './number-profile.ts'

/** What the provider says of one of an account's fields. `unclear`: it could not be asked, or does not say. */
export interface CredentialFinding {
  /** As the account's form calls it; `registration` is the state of the number itself. */
  readonly field: string
  readonly state: 'ok' | 'wrong' | 'unclear'
  /** A sentence: what is so, and what to do where it is not fine. Repeats no secret. */
  readonly detail: string
}

export interface CredentialReport {
  readonly findings: readonly CredentialFinding[]
  readonly number: Pick<NumberProfile, 'displayPhoneNumber' | 'verifiedName' | 'qualityRating'> | null
}

/** An app of the provider that gets a business account's webhooks. */
export interface WebhookSubscription {
  readonly id: string | undefined
  readonly name: string | undefined
  /** Another address than the app's own. */
  readonly callbackUrl: string | undefined
}

/** Where webhooks are to go instead of the app's own address, and what the provider says there first. */
export interface WebhookTarget {
  readonly callbackUrl: string
  readonly verifyToken: string
}
