import { v7 as uuidv7 } from 'uuid'
import type { NewEvent } from '../../events/append.ts'
import type { Queryable } from '../../store/database.ts'
import type { Party } from '../../transports/inbound-item.ts'
import { MergeNeeded } from './batch-errors.ts'
import { type ContactNames, joinNames, namesIn, noNames, sameNames, sameRow } from './contact-names.ts'
import {
  contactVersions,
  identitiesOf,
  insertContacts,
  insertIdentities,
  type StoredIdentity,
  updateContacts,
  updateIdentities,
  vetoedPairs,
} from './contact-rows.ts'
import { mergeContacts } from './merge-contacts.ts'
import type { PartyClaim } from './party-claims.ts'
import { groupPersons, identityKey, type PersonGroup, strongestFirst } from './person-groups.ts'

export interface ContactsRequest {
  readonly client: Queryable
  /** Every claim with its workspace, in the order of the inbox. */
  readonly claims: readonly { readonly workspaceId: string; readonly claim: PartyClaim }[]
  /** The workspaces' locks are held exclusively, so contacts may be joined. */
  readonly exclusive: boolean
  readonly events: NewEvent[]
}

/**
 * The contact of every party in the batch: found by any of its identities, or made. Where the identities of one person lead to
 * two contacts, they are joined into the older one.
 *
 * @throws MergeNeeded if contacts must be joined and the lock is only shared.
 */
export async function resolveContacts(request: ContactsRequest): Promise<Map<Party, string>> {
  const { client, exclusive, events } = request
  const groups = groupPersons(request.claims)
  let stored = await identitiesOf(client, groups)
  const apart = new Set<PersonGroup>()
  let merged = false
  for (const group of groups) {
    const contactIds = contactsOf(group, stored)
    if (contactIds.length <= 1) continue
    if (await vetoedPairs(client, contactIds)) apart.add(group)
    else if (!exclusive) throw new MergeNeeded(`${contactIds.length} contacts are one person`)
    else {
      events.push(...(await joinAll(client, group, contactIds)))
      // A group that comes later may lead to one of these contacts too, by an identity that this one does not name.
      for (const [key, row] of stored) {
        if (contactIds.includes(row.contact_id))
          stored.set(key, { ...row, contact_id: contactIds[0] ?? row.contact_id })
      }
      merged = true
    }
  }
  if (merged) stored = await identitiesOf(client, groups)
  const assignments = groups.flatMap((group) =>
    apart.has(group) ? assignApart(group, stored) : [assign(group, contactsOf(group, stored)[0])],
  )
  await write(client, assignments, stored, events)
  const resolved = new Map<Party, string>()
  for (const { contactId, claims } of assignments) for (const { party } of claims) resolved.set(party, contactId)
  return resolved
}

/** Oldest first: ids sort by the time they were made. */
function contactsOf(group: PersonGroup, stored: ReadonlyMap<string, StoredIdentity>): string[] {
  const ids = new Set<string>()
  for (const key of group.identities.keys()) {
    const row = stored.get(key)
    if (row) ids.add(row.contact_id)
  }
  return ids.size > 1 ? [...ids].toSorted() : [...ids]
}

async function joinAll(client: Queryable, group: PersonGroup, contactIds: readonly string[]): Promise<NewEvent[]> {
  const [survivorId, ...others] = contactIds
  if (survivorId === undefined) return []
  const reason = [...group.identities.values()].map(({ identity }) => identity)
  const at = Math.max(...group.claims.map((claim) => claim.at))
  const events: NewEvent[] = []
  for (const mergedId of others) {
    events.push(await mergeContacts(client, { workspaceId: group.workspaceId, survivorId, mergedId, reason, at }))
  }
  return events
}

interface Assignment {
  readonly workspaceId: string
  readonly contactId: string
  readonly isNew: boolean
  readonly claims: readonly PartyClaim[]
  readonly identities: PersonGroup['identities']
}

function assign(group: PersonGroup, contactId: string | undefined): Assignment {
  const { workspaceId, claims, identities } = group
  return { workspaceId, contactId: contactId ?? uuidv7(), isNew: contactId === undefined, claims, identities }
}

/**
 * A person said of some of these contacts that they are not the same (a merge was undone). Then nothing joins them again: each
 * sighting goes to the contact of its strongest known identity.
 */
function assignApart(group: PersonGroup, stored: ReadonlyMap<string, StoredIdentity>): Assignment[] {
  const { workspaceId } = group
  type Part = { readonly claims: PartyClaim[]; readonly identities: PersonGroup['identities'] }
  const apart = new Map<string, Part>()
  const known = new Map([...stored].map(([key, row]) => [key, row.contact_id]))
  const fallback = uuidv7()
  for (const claim of group.claims) {
    const identities = strongestFirst(claim.party)
    const keys = identities.map((identity) => identityKey(workspaceId, identity))
    const contactId = keys.map((key) => known.get(key)).find((id) => id !== undefined) ?? fallback
    const part: Part = apart.get(contactId) ?? { claims: [], identities: new Map() }
    apart.set(contactId, part)
    part.claims.push(claim)
    for (const [index, key] of keys.entries()) {
      const identity = identities[index]
      if (!identity || (known.get(key) ?? contactId) !== contactId) continue
      known.set(key, contactId)
      part.identities.set(key, { identity, at: Math.min(part.identities.get(key)?.at ?? claim.at, claim.at) })
    }
  }
  return [...apart].map(([contactId, part]) => ({ workspaceId, contactId, isNew: contactId === fallback, ...part }))
}

async function write(
  client: Queryable,
  assignments: readonly Assignment[],
  stored: ReadonlyMap<string, StoredIdentity>,
  events: NewEvent[],
): Promise<void> {
  const created: (ContactNames & { id: string; workspace_id: string })[] = []
  const claimed = new Map<string, { names: ContactNames; workspaceId: string }>()
  const identities: { workspace_id: string; kind: string; value: string; contact_id: string; first_seen_at: number }[] =
    []
  const earlier: ((typeof identities)[number] & { xmin: string })[] = []
  for (const { workspaceId, contactId, isNew, claims, identities: named } of assignments) {
    let names = noNames
    for (const claim of claims) {
      const said = namesIn(claim)
      if (said) names = joinNames(names, said)
    }
    if (isNew) {
      created.push({ ...names, id: contactId, workspace_id: workspaceId })
      const occurredAt = Math.min(...claims.map((claim) => claim.at))
      events.push({ workspaceId, type: 'contact.created', occurredAt, contactId })
    } else if (names !== noNames) {
      // Two groups without a common identity may be one contact: who is joined already.
      const before = claimed.get(contactId)
      claimed.set(contactId, { names: before ? joinNames(before.names, names) : names, workspaceId })
    }
    for (const [key, { identity, at }] of named) {
      const row = stored.get(key)
      const next = { workspace_id: workspaceId, ...identity, contact_id: contactId, first_seen_at: at }
      if (!row) identities.push(next)
      else if (at < row.first_seen_at) earlier.push({ ...next, xmin: row.xmin })
    }
  }
  await insertContacts(client, created)
  // Sorted, so that two batches that make the same people wait for each other in one direction only.
  await insertIdentities(client, identities.toSorted(byKey))
  await updateIdentities(client, earlier.toSorted(byKey))
  const changed: (ContactNames & { id: string; xmin: string })[] = []
  for (const { id, xmin, ...current } of await contactVersions(client, [...claimed.keys()])) {
    const claim = claimed.get(id)
    if (!claim) continue
    const next = joinNames(current, claim.names)
    if (sameRow(next, current)) continue
    changed.push({ ...next, id, xmin })
    if (sameNames(next, current)) continue
    const occurredAt =
      claim.names.last_seen_at ?? claim.names.profile_name_at ?? claim.names.address_book_name_at ?? Date.now()
    events.push({ workspaceId: claim.workspaceId, type: 'contact.updated', occurredAt, contactId: id })
  }
  await updateContacts(
    client,
    changed.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  )
}

function byKey(a: { kind: string; value: string }, b: { kind: string; value: string }): number {
  if (a.kind !== b.kind) return a.kind < b.kind ? -1 : 1
  return a.value < b.value ? -1 : a.value > b.value ? 1 : 0
}
