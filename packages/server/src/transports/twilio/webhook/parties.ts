import { identitiesAt, identitiesOf, joinParties, partyOf } from '../../cloud-api/webhook/identities.ts'
import { type JsonObject, wordAt } from '../../cloud-api/webhook/json-fields.ts'
import type { AccountRef, Party } from '../../inbound-item.ts'
import { digitsOf, withoutChannel } from './twilio-address.ts'

/** Our number, by its digits. The Twilio account stands where Meta's business account does. */
export function accountAt(form: JsonObject, key: 'From' | 'To'): AccountRef {
  const digits = digitsOf(form[key])
  return {
    phoneNumberId: digits,
    displayPhoneNumber: digits === undefined ? undefined : `+${digits}`,
    businessAccountId: wordAt(form, 'AccountSid'),
  }
}

export function partyAt(form: JsonObject, key: 'From' | 'To', waIdKey: string): Party | undefined {
  const described = { profile: { name: form.ProfileName } }
  const byAddress = partyOf(identitiesOf(withoutChannel(form[key]) ?? ''), described)
  const byWaId = partyOf(identitiesAt(form, [waIdKey]), described)
  return byAddress && byWaId ? joinParties(byAddress, byWaId) : (byAddress ?? byWaId)
}
