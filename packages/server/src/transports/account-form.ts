import type { TransportName } from './webhook-reader.ts'

/** What an account of one transport consists of. The names are those of REST's fields and of `TransportAccount`'s secrets. */
export interface AccountForm {
  readonly transport: TransportName
  /** Which field names the number, and what `externalId` is made of it. */
  readonly numberField: string
  externalIdOf(number: string): string
  /** The number as people read it, where the field shows it. */
  displayOf?(number: string): string
  /** Which field names the business account at the provider; null: it has none. */
  readonly businessAccountField: string | null
  /** What a form asks for, in its order. */
  readonly fields: readonly AccountField[]
  readonly secretNames: readonly string[]
  /** What is the transport's own and no secret. */
  readonly detailNames: readonly string[]
  /** Without what it cannot send, as a sentence; null: it has what it needs. */
  lacks(has: AccountHas): string | null
  /** Why webhooks of it cannot be verified, as a sentence; null: they can. */
  lacksForWebhooks(has: AccountHas): string | null
}

export interface AccountField {
  readonly name: string
  readonly required: boolean
  /** What it looks like. */
  readonly example: string
}

export interface AccountHas {
  readonly secrets: ReadonlySet<string>
  readonly details: Readonly<Record<string, string>>
  readonly businessAccountId: string | null
}
