import type { ContactId } from '@switchboard/contract'
import { type RawBuilder, sql } from 'kysely'

/** A contact as it appears inside other things; the row that `contactSummary` builds. */
export interface ContactSummaryRow {
  readonly id: ContactId
  readonly name: string | null
  readonly phone: string | null
  readonly username: string | null
}

/**
 * The newest phone number of a contact. A person who changed numbers has several; the one that we saw last to appear is the
 * one to call.
 */
export function newestPhone(contactId: RawBuilder<unknown>): RawBuilder<string | null> {
  return sql<string | null>`(select phone.value from identities phone
    where phone.contact_id = ${contactId} and phone.kind = 'phone'
    order by phone.first_seen_at desc, phone.value limit 1)`
}

/** SQL for one contact's summary as JSON; null where the id is null. One index look-up a row, so pages stay one query. */
export function contactSummary(contactId: RawBuilder<unknown>): RawBuilder<ContactSummaryRow | null> {
  return sql<ContactSummaryRow | null>`(select json_build_object(
      'id', person.id,
      'name', coalesce(person.custom_name, person.address_book_name, person.profile_name),
      'phone', ${newestPhone(sql`person.id`)},
      'username', person.username)
    from contacts person where person.id = ${contactId})`
}
