import type { Contact, ContactDuplicate, ContactId, WorkspaceId } from '@switchboard/contract'
import { sql } from 'kysely'
import { normaliseText } from '../../search/normalise-text.ts'
import type { Database } from '../database.ts'
import { searchContacts } from './search-contacts.ts'

/** A number's end that two people seldom share: national numbers are written with and without area codes. */
const telling = 8
const mostDuplicates = 10
const looked = 50

/**
 * Who may be the same person as this contact: of the same name, of the same user name, or of a number with the same end. Nobody whom
 * somebody took apart from them. A suggestion; nothing is joined by it.
 */
export async function findDuplicates(
  db: Database,
  workspaceId: WorkspaceId,
  contact: Contact,
): Promise<ContactDuplicate[]> {
  const apart = await takenApart(db, contact.id)
  const found = new Map<string, ContactDuplicate>()
  const digits = contact.phone?.replace(/\D/g, '').slice(-telling) ?? ''
  const name = normaliseText(contact.name ?? '')
  const asked: readonly (readonly [ContactDuplicate['because'], string | null, (other: Contact) => boolean])[] = [
    ['username', contact.username, (other) => other.username?.toLowerCase() === contact.username?.toLowerCase()],
    ['number', digits.length === telling ? digits : null, (other) => endsLike(other, digits)],
    ['name', name === '' ? null : contact.name, (other) => normaliseText(other.name ?? '') === name],
  ]
  for (const [because, query, isLike] of asked) {
    if (query === null) continue
    const { items } = await searchContacts(db, workspaceId, { query: query.slice(0, 200), limit: looked })
    for (const other of items)
      if (other.id !== contact.id && !apart.has(other.id) && !found.has(other.id) && isLike(other))
        found.set(other.id, { contact: other, because })
  }
  return [...found.values()].slice(0, mostDuplicates)
}

function endsLike(other: Contact, digits: string): boolean {
  return other.identities.some(({ kind, value }) => (kind === 'phone' || kind === 'wa_id') && value.endsWith(digits))
}

async function takenApart(db: Database, id: ContactId): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select case when survivor_id = ${id} then merged_id else survivor_id end as id from contact_merges
    where undone_at is not null and ${id}::uuid in (survivor_id, merged_id)`.execute(db)
  return new Set(rows.map((row) => row.id))
}
