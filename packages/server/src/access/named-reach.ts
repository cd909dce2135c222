import { Refusal } from '../refusal.ts'
import type { Principal } from './principal.ts'

/** Names of what a request may say about whom it is, whatever it asks. */
const named = {
  accounts: ['accountId', 'accountIds', 'account_id'],
  contacts: ['contactId', 'contactIds', 'contact_id', 'intoId', 'otherId'],
} as const
const words = { accounts: 'account', contacts: 'contact' } as const

/**
 * Refuses what names an account or contact that the credential does not reach, before anything is looked up: the answer is the same
 * whether there is one or not. Who is named otherwise (a conversation, a message, a phone) is found out where it is read.
 * @throws {Refusal} out-of-reach
 */
export function requireNamedInReach({ reach }: Principal, fields: unknown): void {
  if (typeof fields !== 'object' || fields === null) return
  for (const kind of ['accounts', 'contacts'] as const) {
    const reached = reach[kind]
    if (reached === null) continue
    const known: readonly string[] = reached
    // An object: asked above.
    const values = named[kind].flatMap((name) => (fields as Record<string, unknown>)[name] ?? [])
    if (values.every((value) => typeof value === 'string' && known.includes(value.toLowerCase()))) continue
    throw new Refusal('out-of-reach', { detail: `Your credential does not reach this ${words[kind]}.` })
  }
}
