import type { AccountRef, FactItem, Identity, Party } from '../../inbound-item.ts'
import type { ContactBook } from './contact-book.ts'
import { identitiesAt, identitiesOf } from './identities.ts'
import { isObject, type JsonObject, listAt } from './json-fields.ts'
import { type Moment, momentOf } from './time.ts'

/** What the items of one `changes[].value` share. */
export interface ValueScope {
  readonly account: AccountRef
  readonly field: string
  readonly value: JsonObject
  readonly contacts: ContactBook
  /** `entry[].time`, where the entry has one. */
  readonly entryTime: number | undefined
  readonly receivedAt: number
}

export function momentIn(scope: ValueScope, time: unknown): Moment {
  return momentOf(time, scope.entryTime, scope.receivedAt)
}

/** Is this the business's own number, as the value's metadata says it? */
export function isOwnNumber(scope: ValueScope, written: string | undefined): boolean {
  const own = scope.account.displayPhoneNumber
  if (written === undefined || own === undefined) return false
  if (written === own) return true
  const [identity] = identitiesOf(own)
  return identity !== undefined && identitiesOf(written).some(({ value }) => value === identity.value)
}

/** Part of a value that could not be read as what it should be: kept whole, with the reason. */
export function unreadablePart(scope: ValueScope, subject: string, reason: string, raw: unknown): FactItem {
  return {
    kind: 'fact',
    account: scope.account,
    ...momentIn(scope, undefined),
    field: scope.field,
    subject,
    known: false,
    reason,
    value: raw,
    raw,
  }
}

/**
 * The person under `identities`. An item that names nobody is the only contact's, unless another item of the value names
 * somebody else: then it could be either's. A contact with a name and no id is only taken for the only item.
 */
export function partyIn(scope: ValueScope, identities: Party['identities']): Party | undefined {
  if (identities.length === 0) return scope.contacts.only(() => namedIn(scope))
  const party = scope.contacts.describe(identities)
  if (party === undefined || party.profileName !== undefined || !isOnlyItem(scope)) return party
  const name = scope.contacts.nameOnly()
  return name === undefined ? party : { ...party, profileName: name }
}

const itemKeys = ['messages', 'statuses', 'calls']

/** Counts without copying: a body of 3 MB may hold 20,000 messages, and each asks. */
function isOnlyItem({ value }: ValueScope): boolean {
  return itemKeys.reduce((count, key) => count + listAt(value, key).length, 0) === 1
}

function itemsOf({ value }: ValueScope): readonly unknown[] {
  return itemKeys.flatMap((key) => listAt(value, key))
}

const namingKeys = ['from', 'from_user_id', 'recipient_id', 'recipient_user_id']

function namedIn(scope: ValueScope): Identity[] {
  return itemsOf(scope).flatMap((item) => (isObject(item) ? identitiesAt(item, namingKeys) : []))
}
