import type { Contact, ContactId } from '@switchboard/contract'
import { type RawBuilder, sql } from 'kysely'
import { type ContactRow, namesOf } from './contact-row.ts'
import { cursorInstantOf, isoOrNull } from './instant-text.ts'
import { onFirstRow } from './page-people.ts'

type IdentityTuple = readonly [ContactId, Contact['identities'][number]['kind'], string, string]

/** A row of `readContactPage`. Times as Postgres writes them. */
export interface ContactPageRow
  extends Pick<ContactRow, 'id' | 'profile_name' | 'address_book_name' | 'custom_name' | 'username'> {
  readonly first_seen_at: string | null
  readonly last_seen_at: string | null
  /** What the page is sorted by. */
  readonly seen: string
  /** On the first row: the identities of all of them, each contact's the oldest first. */
  readonly identities: IdentityTuple[] | null
}

/** What a page's CTE selects of `contacts c` beside `seen`. */
export const contactPageColumns: RawBuilder<unknown> = sql`
  c.id, c.profile_name, c.address_book_name, c.custom_name, c.username, c.first_seen_at, c.last_seen_at`

const page = sql.raw('page')

/** The end of a statement that begins with the CTE `page`, with `seen`: its people, and every way that we know them. */
export const readContactPage: RawBuilder<unknown> = sql`
  select c.id, c.profile_name, c.address_book_name, c.custom_name, c.username, c.first_seen_at::text, c.last_seen_at::text,
    c.seen::text, ${onFirstRow(
      page,
      sql`c.id`,
      sql`(select json_agg(json_build_array(i.contact_id, i.kind, i.value, i.first_seen_at) order by i.first_seen_at, i.kind, i.value)
        from identities i where i.contact_id = any (array(select id from page)))`,
    )} as identities
  from page c order by c.seen desc, c.id desc`

/** A contact and its place in the list, as cursors carry it. */
export interface PlacedContact {
  readonly contact: Contact
  readonly at: string
}

export function toContacts(rows: readonly ContactPageRow[]): PlacedContact[] {
  const identities = rows.find((row) => row.identities !== null)?.identities ?? []
  const ofContact = Map.groupBy(identities, ([contactId]) => contactId)
  return rows.map((row) => {
    const own = ofContact.get(row.id) ?? []
    const contact: Contact = {
      ...namesOf(row),
      phone: newestPhoneOf(own),
      identities: own.map(([, kind, value, at]) => ({ kind, value, firstSeenAt: new Date(at).toISOString() })),
      firstSeenAt: isoOrNull(row.first_seen_at),
      lastSeenAt: isoOrNull(row.last_seen_at),
    }
    return { contact, at: cursorInstantOf(row.seen) }
  })
}

/** As `newestPhone`: the first by value of those that we saw last to appear. */
function newestPhoneOf(identities: readonly IdentityTuple[]): string | null {
  let newest: IdentityTuple | null = null
  for (const one of identities) if (one[1] === 'phone' && one[3] !== newest?.[3]) newest = one
  return newest?.[2] ?? null
}
