/** An account with what is needed to act for it. Secrets are decrypted just for the call; never log this. */
export interface TransportAccount {
  readonly accountId: string
  readonly externalId: string
  readonly businessAccountId: string | null
  readonly secrets: Readonly<Record<string, string>>
  /** Transport-specific, not secret: base URL, API version. */
  readonly settings: Readonly<Record<string, string>>
}

/** One way to name the person; the transport takes the first that it can use. */
export interface Recipient {
  readonly phone?: string | undefined
  readonly waId?: string | undefined
  readonly bsuid?: string | undefined
  readonly groupId?: string | undefined
}
