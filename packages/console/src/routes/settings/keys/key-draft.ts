import type { AccountId, KeyBoundsAsked, SendPolicy } from '@switchboard/contract'

/** What a key is held to, as a form has it. */
export interface KeyDraft {
  /** '': none of its own. */
  readonly sendPolicy: SendPolicy | ''
  /** Days from now; '': without end. */
  readonly days: string
  readonly dailyCap: string
  /** One a line; empty: from everywhere. */
  readonly addresses: string
  /** None: all. */
  readonly accounts: readonly AccountId[]
}

export const usualDraft: KeyDraft = { sendPolicy: '', days: '', dailyCap: '', addresses: '', accounts: [] }

export function toBounds({ sendPolicy, days, dailyCap, addresses, accounts }: KeyDraft): KeyBoundsAsked {
  const lines = addresses.split(/[\s,;]+/).filter(Boolean)
  return {
    sendPolicy: sendPolicy === '' ? null : sendPolicy,
    ...(days === '' ? undefined : { expiresAt: new Date(Date.now() + Number(days) * 86_400_000).toISOString() }),
    ...(dailyCap === '' ? undefined : { dailyCap: Number(dailyCap) }),
    ...(lines.length === 0 ? undefined : { addresses: lines }),
    ...(accounts.length === 0 ? undefined : { accounts: [...accounts] }),
  }
}
