import { parsePhoneNumberFromString } from 'libphonenumber-js'

/** A phone as people of all countries write it, `+44 7700 900228`; as it is where it cannot be read. Providers say some by their digits alone. */
export function spacedPhone(phone: string | null): string | null {
  if (phone === null) return null
  return parsePhoneNumberFromString(/^\d/.test(phone) ? `+${phone}` : phone)?.formatInternational() ?? phone
}
