import { parsePhoneNumberFromString } from 'libphonenumber-js'
import type { Party } from '../../transports/inbound-item.ts'

export interface KnownCountry {
  /** ISO 3166-1; null: nothing that is known of them says it. */
  readonly country: string | null
  /** How good the source is: 2 their phone, 1 the prefix of their user id, 0 none. */
  readonly rank: 0 | 1 | 2
}

const unknown: KnownCountry = { country: null, rank: 0 }
const userId = /^([A-Z]{2})\./

/** The country that a person is billed in, from what one receipt says of them; no look-up, so every order gives the same. */
export function countryOf(party: Party | undefined): KnownCountry {
  const called = (kind: string) => party?.identities.find((identity) => identity.kind === kind)?.value
  const phone = called('phone') ?? called('wa_id')
  // Some numbers belong to no country (+800) or to none that can be told; those are not guessed at.
  const ofPhone = phone === undefined ? undefined : parsePhoneNumberFromString(`+${phone.replace(/^\+/, '')}`)?.country
  if (ofPhone !== undefined) return { country: ofPhone, rank: 2 }
  const ofUserId = userId.exec(called('bsuid') ?? called('parent_bsuid') ?? '')?.[1]
  return ofUserId === undefined ? unknown : { country: ofUserId, rank: 1 }
}
