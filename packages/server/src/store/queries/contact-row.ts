import type { Contact, ContactId, ConversationId } from '@switchboard/contract'
import { type RawBuilder, sql } from 'kysely'
import type { ContactsTable } from '../schema/contacts.ts'
import { newestPhone } from './contact-summary.ts'
import { toTimestamp } from './message-row.ts'

export interface ContactRow
  extends Pick<
    ContactsTable,
    'id' | 'profile_name' | 'address_book_name' | 'username' | 'first_seen_at' | 'last_seen_at'
  > {
  readonly phone: string | null
  readonly identities: Contact['identities'] | null
}

/** Columns of `contacts c`, with every way that we know the person. */
export const contactColumns: RawBuilder<unknown> = sql`
  c.id, c.profile_name, c.address_book_name, c.username, c.first_seen_at, c.last_seen_at,
  ${newestPhone(sql`c.id`)} as phone,
  (select json_agg(json_build_object('kind', i.kind, 'value', i.value, 'firstSeenAt', i.first_seen_at)
      order by i.first_seen_at, i.kind, i.value)
    from identities i where i.contact_id = c.id) as identities`

export function toContact(row: ContactRow): Contact {
  return {
    id: row.id,
    name: row.address_book_name ?? row.profile_name,
    profileName: row.profile_name,
    addressBookName: row.address_book_name,
    username: row.username,
    phone: row.phone,
    identities: (row.identities ?? []).map((identity) => ({
      ...identity,
      firstSeenAt: new Date(identity.firstSeenAt).toISOString(),
    })),
    firstSeenAt: toTimestamp(row.first_seen_at),
    lastSeenAt: toTimestamp(row.last_seen_at),
  }
}

/** What only one contact's own page shows. */
export interface ContactDetailRow extends ContactRow {
  readonly opted_out_at: Date | null
  readonly opted_out_source: string | null
  readonly opted_in_at: Date | null
  readonly preferences: NonNullable<Contact['preferences']> | null
  readonly conversation_ids: ConversationId[] | null
  readonly merged_from: ContactId[] | null
}
