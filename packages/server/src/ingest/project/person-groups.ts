import type { Identity, Party } from '../../transports/inbound-item.ts'
import type { PartyClaim } from './party-claims.ts'

/** Sightings in one batch that are the same person, because one identity links them to the next. */
export interface PersonGroup {
  readonly workspaceId: string
  readonly claims: PartyClaim[]
  /** By key, each with the earliest time that it was named. */
  readonly identities: Map<string, { readonly identity: Identity; at: number }>
}

export function identityKey(workspaceId: string, { kind, value }: Identity): string {
  return `${workspaceId} ${kind} ${value}`
}

/** Joins sightings that share an identity, directly or through others (union by the smaller group, so near linear). */
export function groupPersons(sightings: readonly { workspaceId: string; claim: PartyClaim }[]): PersonGroup[] {
  const groupOf = new Map<string, PersonGroup>()
  const groups = new Set<PersonGroup>()
  const join = (a: PersonGroup, b: PersonGroup): PersonGroup => {
    const [large, small] = a.identities.size >= b.identities.size ? [a, b] : [b, a]
    large.claims.push(...small.claims)
    for (const [key, named] of small.identities) {
      large.identities.set(key, named)
      groupOf.set(key, large)
    }
    groups.delete(small)
    return large
  }
  for (const { workspaceId, claim } of sightings) {
    let group: PersonGroup | undefined
    for (const identity of identitiesOf(claim)) {
      const key = identityKey(workspaceId, identity)
      const found = groupOf.get(key)
      if (found) group = group && group !== found ? join(group, found) : found
      else {
        if (!group) groups.add((group = { workspaceId, claims: [], identities: new Map() }))
        group.identities.set(key, { identity, at: claim.at })
        groupOf.set(key, group)
      }
      const named = group.identities.get(key)
      if (named && claim.at < named.at) named.at = claim.at
    }
    group?.claims.push(claim)
  }
  return [...groups]
}

function identitiesOf({ party, sameAs }: PartyClaim): readonly Identity[] {
  return sameAs ? [...party.identities, ...sameAs.identities] : party.identities
}

/** Strongest first: what decides where somebody belongs whose identities point at two people that were taken apart. */
const strength = ['bsuid', 'wa_id', 'phone', 'lid', 'jid', 'email', 'parent_bsuid'] as const

export function strongestFirst(party: Party): Identity[] {
  return party.identities.toSorted((a, b) => strength.indexOf(a.kind) - strength.indexOf(b.kind))
}
