import type { Identity, Party } from '../../inbound-item.ts'
import { identitiesAt, joinParties, partyOf } from './identities.ts'
import { isObject } from './json-fields.ts'

interface Entry {
  readonly raw: unknown
  readonly party: Party | undefined
  used: boolean
}

/**
 * The `contacts` beside messages and statuses: who they are is said there, which message is whose is said by the ids in
 * the messages. One contact is never put on a message of somebody else.
 */
export class ContactBook {
  readonly #entries: Entry[]
  readonly #byIdentity = new Map<string, Entry>()
  #isOnlyOne: boolean | undefined

  constructor(contacts: readonly unknown[]) {
    this.#entries = contacts.map((raw) => {
      const identities = isObject(raw) ? identitiesAt(raw, ['wa_id', 'user_id', 'parent_user_id', 'phone_number']) : []
      return { raw, party: isObject(raw) ? partyOf(identities, raw) : undefined, used: false }
    })
    for (const entry of this.#entries) {
      for (const identity of entry.party?.identities ?? []) {
        const key = keyOf(identity)
        if (!this.#byIdentity.has(key)) this.#byIdentity.set(key, entry)
      }
    }
  }

  /** The person with these identities, with what the book adds. */
  describe(identities: readonly Identity[]): Party | undefined {
    let party = partyOf(identities)
    if (party === undefined) return undefined
    for (const identity of identities) {
      const entry = this.#byIdentity.get(keyOf(identity))
      if (entry?.party === undefined) continue
      entry.used = true
      party = joinParties(entry.party, party)
    }
    return party
  }

  /**
   * The only contact, for an item that names nobody.
   * @param named the people whom the value's items name; if one of them is another, the contact is not taken
   */
  only(named: () => readonly Identity[]): Party | undefined {
    const [entry] = this.#entries
    if (entry?.party === undefined || this.#entries.length !== 1) return undefined
    this.#isOnlyOne ??= named().every((identity) => this.#byIdentity.has(keyOf(identity)))
    if (!this.#isOnlyOne) return undefined
    entry.used = true
    return entry.party
  }

  /** A name that came without any id belongs to the one person whom the whole value is about. */
  nameOnly(): Party['profileName'] {
    const [entry] = this.#entries
    if (entry === undefined || this.#entries.length !== 1 || entry.party !== undefined || !isObject(entry.raw)) return
    const name = partyOf([{ kind: 'bsuid', value: '-' }], entry.raw)?.profileName
    if (name !== undefined) entry.used = true
    return name
  }

  /** Contacts that no item was matched with. */
  unused(): readonly { readonly raw: unknown; readonly party: Party | undefined }[] {
    return this.#entries.filter((entry) => !entry.used)
  }
}

function keyOf(identity: Identity): string {
  return `${identity.kind} ${identity.value}`
}
