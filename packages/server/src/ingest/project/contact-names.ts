import { normaliseText } from '../../search/normalise-text.ts'
import { earliest, laterClaim, latest } from './last-writer.ts'
import type { PartyClaim } from './party-claims.ts'

/** What a contact's row says of the person, apart from who they are. Times in milliseconds. */
export interface ContactNames {
  profile_name: string | null
  profile_name_at: number | null
  address_book_name: string | null
  address_book_name_at: number | null
  /** Of what people here wrote down; nothing that comes in says it. */
  custom_name: string | null
  custom_name_at: number | null
  username: string | null
  username_at: number | null
  country_code: string | null
  country_code_at: number | null
  search_text: string | null
  first_seen_at: number | null
  last_seen_at: number | null
}

export const noNames: ContactNames = {
  profile_name: null,
  profile_name_at: null,
  address_book_name: null,
  address_book_name_at: null,
  custom_name: null,
  custom_name_at: null,
  username: null,
  username_at: null,
  country_code: null,
  country_code_at: null,
  search_text: null,
  first_seen_at: null,
  last_seen_at: null,
}

/** What of a contact is somebody's word, so that the latest counts. */
export const claimed = ['profile_name', 'address_book_name', 'custom_name', 'username', 'country_code'] as const

/** Of every name the latest, first and last sighting: the same whichever comes first and however often it comes. */
export function joinNames(current: ContactNames, next: ContactNames): ContactNames {
  const joined = { ...current }
  for (const name of claimed) {
    const winner = laterClaim(
      { value: current[name], at: current[`${name}_at`] },
      { value: next[name], at: next[`${name}_at`] },
    )
    joined[name] = winner.value
    joined[`${name}_at`] = winner.at
  }
  joined.first_seen_at = earliest(current.first_seen_at, next.first_seen_at)
  joined.last_seen_at = latest(current.last_seen_at, next.last_seen_at)
  if (!sameNames(joined, current)) joined.search_text = searchText(joined)
  return joined
}

/** What one claim says, in the shape of a contact; null where it names nothing and nobody was active. */
export function namesIn({ party, at, active, addressBookName }: PartyClaim): ContactNames | null {
  const silent =
    !active &&
    addressBookName === undefined &&
    party.profileName === undefined &&
    party.username === undefined &&
    party.countryCode === undefined
  if (silent) return null
  const time = (value: unknown): number | null => (value === undefined ? null : at)
  return {
    profile_name: party.profileName ?? null,
    profile_name_at: time(party.profileName),
    address_book_name: addressBookName ?? null,
    address_book_name_at: time(addressBookName),
    custom_name: null,
    custom_name_at: null,
    username: party.username ?? null,
    username_at: time(party.username),
    country_code: party.countryCode ?? null,
    country_code_at: time(party.countryCode),
    search_text: null,
    first_seen_at: active ? at : null,
    last_seen_at: active ? at : null,
  }
}

export function sameNames(a: ContactNames, b: ContactNames): boolean {
  return claimed.every((name) => a[name] === b[name])
}

export function sameRow(a: ContactNames, b: ContactNames): boolean {
  return (
    sameNames(a, b) &&
    claimed.every((name) => a[`${name}_at`] === b[`${name}_at`]) &&
    a.first_seen_at === b.first_seen_at &&
    a.last_seen_at === b.last_seen_at
  )
}

function searchText(names: ContactNames): string | null {
  const spoken = [names.custom_name, names.address_book_name, names.profile_name, names.username].filter(
    (name) => name !== null,
  )
  return normaliseText(spoken.join('\n')) || null
}
