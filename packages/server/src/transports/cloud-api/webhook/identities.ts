import type { Identity, Party } from '../../inbound-item.ts'
import { idAt, type JsonObject, objectAt, wordAt } from './json-fields.ts'

const digitsOnly = /^\+?\d{5,20}$/
const writtenPhone = /^\+?[\d\s().-]{5,40}$/
const parentUserId = /^[A-Z]{2}\.ENT\./
/** The longest user id of Meta's is 135 characters; beyond this it names nobody. */
const maxLength = 300

/**
 * What one string says of who somebody is. Any of Meta's places for a phone may hold a business-scoped user id (BSUID)
 * instead, and the reverse; linked devices write JIDs and LIDs. A phone is also the wa_id.
 */
export function identitiesOf(written: string): Identity[] {
  const value = written.trim()
  if (value === '' || value.length > maxLength) return []
  if (digitsOnly.test(value)) return phoneIdentities(value.startsWith('+') ? value.slice(1) : value)
  if (writtenPhone.test(value)) {
    const digits = value.replace(/\D/g, '')
    return digitsOnly.test(digits) ? phoneIdentities(digits) : []
  }
  const at = value.lastIndexOf('@')
  if (at > 0) return jidIdentities(value, value.slice(0, at), value.slice(at + 1))
  return [{ kind: parentUserId.test(value) ? 'parent_bsuid' : 'bsuid', value }]
}

function phoneIdentities(digits: string): Identity[] {
  return [
    { kind: 'wa_id', value: digits },
    { kind: 'phone', value: `+${digits}` },
  ]
}

function jidIdentities(jid: string, user: string, server: string): Identity[] {
  if (server === 'lid') return [{ kind: 'lid', value: jid }]
  const digits = user.replace(/:\d+$/, '')
  if ((server === 's.whatsapp.net' || server === 'c.us') && digitsOnly.test(digits)) return phoneIdentities(digits)
  return [{ kind: 'jid', value: jid }]
}

/** The id of a group where a person's could stand: groups have JIDs of a server of their own. */
export function groupIdAt(object: JsonObject, key: string): string | undefined {
  const id = idAt(object, key)
  return id?.endsWith('@g.us') ? id : undefined
}

/** The identities under the given keys, each once, in that order. */
export function identitiesAt(object: JsonObject, keys: readonly string[]): Identity[] {
  const found: Identity[] = []
  for (const key of keys) {
    const written = wordAt(object, key)
    if (written !== undefined) addIdentities(found, identitiesOf(written))
  }
  return found
}

function addIdentities(found: Identity[], more: readonly Identity[]): void {
  for (const identity of more) if (!found.some((other) => sameIdentity(other, identity))) found.push(identity)
}

export function sameIdentity(one: Identity, other: Identity): boolean {
  return one.kind === other.kind && one.value === other.value
}

/** Somebody by identities and, where given, a `contacts[]` object or another one that carries name and username. */
export function partyOf(identities: readonly Identity[], described?: JsonObject): Party | undefined {
  if (identities.length === 0) return undefined
  const profile = described && (objectAt(described, 'profile') ?? described)
  const username = profile && (wordAt(profile, 'username') ?? wordAt(described, 'username'))
  return {
    identities,
    profileName: profile && wordAt(profile, 'name'),
    username: username?.replace(/^@/, ''),
    countryCode: (profile && wordAt(profile, 'country_code')) ?? countryOf(identities),
  }
}

/** One person named twice. What the first says wins. */
export function joinParties(one: Party, other: Party): Party {
  const identities = [...one.identities]
  addIdentities(identities, other.identities)
  return {
    identities,
    profileName: one.profileName ?? other.profileName,
    username: one.username ?? other.username,
    countryCode: one.countryCode ?? other.countryCode,
  }
}

/** A BSUID begins with the country of the person's number: `US.1349…`. */
function countryOf(identities: readonly Identity[]): string | undefined {
  const userId = identities.find(({ kind, value }) => kind === 'bsuid' && /^[A-Z]{2}\./.test(value))
  return userId?.value.slice(0, 2)
}
