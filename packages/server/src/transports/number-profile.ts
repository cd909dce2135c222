/** What the provider says of the account's number. Whatever it does not say is undefined. */
export interface NumberProfile {
  readonly externalId: string
  readonly displayPhoneNumber: string | undefined
  readonly verifiedName: string | undefined
  /** GREEN, YELLOW, RED, NA or UNKNOWN on the Cloud API. */
  readonly qualityRating: string | undefined
  /** STANDARD (80 messages a second), HIGH (1,000) … on the Cloud API. */
  readonly throughputLevel: string | undefined
  /** New conversations in a moving 24 hours: TIER_250 … TIER_UNLIMITED on the Cloud API. */
  readonly messagingLimitTier: string | undefined
  readonly status: string | undefined
  /** The number is in use in the WhatsApp Business app too, which lowers its throughput to 20 a second. */
  readonly coexistence: boolean
}

/** What customers see of the business. */
export interface BusinessProfile {
  readonly about: string | undefined
  readonly address: string | undefined
  readonly description: string | undefined
  readonly email: string | undefined
  readonly pictureUrl: string | undefined
  readonly websites: readonly string[]
  readonly vertical: string | undefined
}
