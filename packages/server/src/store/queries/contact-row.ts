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
  readonly custom_name: string | null
  readonly phone: string | null
  readonly identities: Contact['identities'] | null
}

/** Columns of `contacts c`, with every way that we know the person. */
export const contactColumns: RawBuilder<unknown> = sql`
  c.id, c.profile_name, c.address_book_name, c.custom_name, c.username, c.first_seen_at, c.last_seen_at,
  ${newestPhone(sql`c.id`)} as phone,
  (select json_agg(json_build_object('kind', i.kind, 'value', i.value, 'firstSeenAt', i.first_seen_at)
      order by i.first_seen_at, i.kind, i.value)
    from identities i where i.contact_id = c.id) as identities`

/** What a contact's own columns say of who it is. */
export function namesOf(
  row: Pick<ContactRow, 'id' | 'profile_name' | 'address_book_name' | 'custom_name' | 'username'>,
) {
  return {
    id: row.id,
    name: row.custom_name ?? row.address_book_name ?? row.profile_name,
    customName: row.custom_name,
    profileName: row.profile_name,
    addressBookName: row.address_book_name,
    username: row.username,
  }
}

export function toContact(row: ContactRow): Contact {
  return {
    ...namesOf(row),
    phone: row.phone,
    identities: (row.identities ?? []).map((identity) => ({
      ...identity,
      firstSeenAt: new Date(identity.firstSeenAt).toISOString(),
    })),
    firstSeenAt: toTimestamp(row.first_seen_at),
    lastSeenAt: toTimestamp(row.last_seen_at),
  }
}

export interface OptOutRow {
  readonly opted_out_at: Date | null
  readonly opted_out_source: string | null
  readonly opted_in_at: Date | null
}
export const optOutColumns: RawBuilder<unknown> = sql`c.opted_out_at, c.opted_out_source, c.opted_in_at`

/** As the gate sees it: the later of the two counts. */
export function optOutOf(row: OptOutRow): NonNullable<Contact['optOut']> | null {
  const { opted_out_at: out, opted_in_at: back, opted_out_source: source } = row
  if (out === null || (back !== null && back > out)) return null
  return { at: out.toISOString(), source: source ?? 'unknown' }
}

/** What only one contact's own page shows. */
export interface ContactDetailRow extends ContactRow, OptOutRow {
  readonly attributes: Readonly<Record<string, string>>
  readonly erased_at: Date | null
  readonly preferences: NonNullable<Contact['preferences']> | null
  readonly conversation_ids: ConversationId[] | null
  readonly merged_from: ContactId[] | null
}
