import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js'
import { SendRefusal } from './send-refusal.ts'

/** Whom to write to: words as a person types them, or one thing named. */
export type SendTarget =
  | string
  | { readonly phone: string }
  | { readonly waId: string }
  | { readonly bsuid: string }
  | { readonly contactId: string }
  | { readonly conversationId: string }
  | { readonly groupId: string }

export type ParsedTarget =
  /** E.164 with its plus. */
  | { readonly kind: 'phone'; readonly value: string }
  | { readonly kind: 'bsuid' | 'parent_bsuid'; readonly value: string }
  | { readonly kind: 'contact' | 'conversation' | 'either' | 'group'; readonly value: string }

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i
const userId = /^[A-Z]{2}\.[A-Za-z0-9]{1,128}$/
const parentUserId = /^[A-Z]{2}\.ENT\.[A-Za-z0-9]{1,128}$/
const jid = /^(\d{5,20})(?::\d+)?@(?:s\.whatsapp\.net|c\.us)$/
const groupJid = /@g\.us$/

/**
 * @param region of the account, for phones in national format; null: unknown.
 * @throws {SendRefusal} recipient-invalid, recipient-needs-country, recipient-ambiguous
 */
export function parseTarget(target: SendTarget, region: string | null): ParsedTarget {
  if (typeof target === 'string') return parseWords(target.trim(), region)
  if ('phone' in target) return { kind: 'phone', value: parsePhone(target.phone.trim(), region) }
  if ('waId' in target) return { kind: 'phone', value: parsePhone(`+${target.waId.replace(/^\+/, '')}`, null) }
  if ('bsuid' in target) return parseUserId(target.bsuid)
  if ('groupId' in target) return { kind: 'group', value: target.groupId }
  const [kind, value] =
    'contactId' in target
      ? (['contact', target.contactId] as const)
      : (['conversation', target.conversationId] as const)
  if (!uuid.test(value)) throw new SendRefusal('recipient-not-found', `"${shown(value)}" is not the id of a ${kind}.`)
  return { kind, value }
}

function parseWords(words: string, region: string | null): ParsedTarget {
  if (uuid.test(words)) return { kind: 'either', value: words }
  if (groupJid.test(words)) return { kind: 'group', value: words }
  const fromJid = jid.exec(words)?.[1]
  if (fromJid !== undefined) return { kind: 'phone', value: parsePhone(`+${fromJid}`, null) }
  if (userId.test(words) || parentUserId.test(words)) return parseUserId(words)
  return { kind: 'phone', value: parsePhone(words, region) }
}

function parseUserId(value: string): ParsedTarget {
  if (parentUserId.test(value)) return { kind: 'parent_bsuid', value }
  if (userId.test(value)) return { kind: 'bsuid', value }
  throw new SendRefusal('recipient-invalid', `"${shown(value)}" is not a user id like US.13491208655302741918.`)
}

function parsePhone(written: string, region: string | null): string {
  if (!/^[+＋(]?[\d\s().\-/–]{4,40}$/u.test(written)) throw invalid(written)
  if (/^[+＋]/u.test(written)) {
    const number = parsePhoneNumberFromString(written)
    if (!number?.isPossible()) throw invalid(written)
    return number.number
  }
  const digits = written.replace(/\D/g, '')
  const country = region !== null && isSupportedCountry(region) ? region : null
  const national = country === null ? null : readNational(written, country)
  // Digits alone may be a number with its country in front, as WhatsApp itself writes it.
  const international = /^0/.test(digits) ? undefined : parsePhoneNumberFromString(`+${digits}`)
  const full = international?.isValid() ? international.number : null
  if (national && full && national.number !== full && national.asWritten) {
    throw new SendRefusal(
      'recipient-ambiguous',
      `"${shown(written)}" may be ${national.number} or ${full}. Write it with + and the country code.`,
    )
  }
  const found = national?.asWritten ? national.number : (full ?? national?.number)
  if (found) return found
  if (country === null && digits.length >= 6) {
    throw new SendRefusal(
      'recipient-needs-country',
      `"${shown(written)}" has no country code and the account no default region. Write it like +49 151 23456789, or set the account's default region.`,
    )
  }
  throw invalid(written)
}

/**
 * `00` in front works where it is the region's way of dialling abroad. `asWritten`: people there write it so; a German who leaves
 * out the first 0 more likely put a country's number there.
 */
function readNational(written: string, country: CountryCode): { number: string; asWritten: boolean } | null {
  const number = parsePhoneNumberFromString(written, country)
  if (!number?.isValid()) return null
  const digits = written.replace(/\D/g, '')
  const usual = number.formatNational().replace(/\D/g, '')
  return { number: number.number, asWritten: digits === usual || /^0/.test(digits) }
}

function invalid(written: string): SendRefusal {
  return new SendRefusal(
    'recipient-invalid',
    `"${shown(written)}" is neither a phone number (like +49 151 23456789) nor a user id, a contact's or a conversation's id.`,
  )
}

/** What the caller wrote, short enough for an error. */
function shown(written: string): string {
  return written.length <= 60 ? written : `${written.slice(0, 57)}…`
}

/** The region of an account that has none stated: that of its own number. */
export function regionOfPhone(displayPhoneNumber: string | null): string | null {
  if (displayPhoneNumber === null) return null
  return parsePhoneNumberFromString(`+${displayPhoneNumber.replace(/\D/g, '')}`)?.country ?? null
}
