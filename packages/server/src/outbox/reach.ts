import type { Queryable } from '../store/database.ts'
import { SendRefusal } from './send-refusal.ts'

/** Whom somebody reaches; null: everybody. */
export interface CallerReach {
  readonly accounts: readonly string[] | null
  readonly contacts: readonly string[] | null
}

export interface ReachedPlace {
  readonly accountId: string
  /** null: a group, or somebody whom nobody knows yet. */
  readonly contactId: string | null
}

/**
 * What of a place is out of reach; null: nothing. Who reaches some contacts only reaches no groups and no strangers: whoever is there
 * is none of them.
 */
export function outOfReach(
  reach: CallerReach | undefined,
  place: ReachedPlace | undefined,
): 'account' | 'contact' | null {
  if (!reach) return null
  const { accounts, contacts } = reach
  if (accounts !== null && !(place && accounts.includes(place.accountId))) return 'account'
  const contactId = place?.contactId ?? null
  if (contacts !== null && (contactId === null || !contacts.includes(contactId))) return 'contact'
  return null
}

/** The same answer whether there is such an account or contact or not. */
export const outOfReachReasons = {
  account: 'Your credential does not reach this account. Use one of those that it reaches.',
  contact: 'Your credential reaches some contacts only, and this is none of them.',
} as const

/** @throws {SendRefusal} out-of-reach */
export function requireReach(reach: CallerReach | undefined, place: ReachedPlace): void {
  const what = outOfReach(reach, place)
  if (what !== null) throw new SendRefusal('out-of-reach', outOfReachReasons[what])
}

/** Costs a query only where there is a limit. @throws {SendRefusal} send-not-found */
export async function requireSendInReach(
  tx: Queryable,
  reach: CallerReach | undefined,
  workspaceId: string,
  sendId: string,
): Promise<void> {
  if (!reach || (reach.accounts === null && reach.contacts === null)) return
  const { rows } = await tx.query<{ accountId: string; contactId: string | null }>(
    `select o.account_id as "accountId", v.contact_id as "contactId" from outbox o join conversations v on v.id = o.conversation_id
     where o.workspace_id = $1 and o.id = $2`,
    [workspaceId, sendId],
  )
  if (rows[0] && outOfReach(reach, rows[0]) === null) return
  throw new SendRefusal('send-not-found', 'The workspace has no such message to send.')
}
