import type { Recipient, TransportAccount } from './transport-account.ts'

/** Who may not write to the account, kept by the provider. */
export interface BlockList {
  list(account: TransportAccount): AsyncIterable<{ readonly waId: string }>
  /** @returns those whom the provider refused to block, with its reason; empty: all are blocked. */
  block(account: TransportAccount, people: readonly Recipient[]): Promise<readonly BlockRefusal[]>
  unblock(account: TransportAccount, people: readonly Recipient[]): Promise<readonly BlockRefusal[]>
}

export interface BlockRefusal {
  /** The person as they were named to the provider. */
  readonly input: string
  readonly reason: string
}
