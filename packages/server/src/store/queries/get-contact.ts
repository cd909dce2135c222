import type { Contact, ContactId, WorkspaceId } from '@switchboard/contract'
import { sql } from 'kysely'
import type { Database } from '../database.ts'
import { type ContactDetailRow, contactColumns, optOutColumns, optOutOf, toContact } from './contact-row.ts'
import { resolveContact } from './resolve-merged.ts'

/**
 * One person with their identities, choices and conversations. The id of a contact that was merged gives the survivor, whose
 * `mergedFrom` lists it. Null: this workspace has no such contact.
 */
export async function getContact(
  db: Database,
  workspaceId: WorkspaceId,
  args: { readonly contactId: ContactId },
): Promise<Contact | null> {
  const id = await resolveContact(db, workspaceId, args.contactId)
  if (id === null) return null
  const { rows } = await sql<ContactDetailRow>`
    select ${contactColumns}, ${optOutColumns}, c.attributes, c.erased_at,
      (select json_agg(json_build_object('category', p.category, 'value', p.value, 'at', p.at) order by p.category)
        from contact_preferences p where p.contact_id = c.id) as preferences,
      (select json_agg(v.id order by v.last_message_at desc nulls last, v.id)
        from conversations v where v.contact_id = c.id and v.merged_into is null) as conversation_ids,
      (with recursive merged as (
          select id from contacts where merged_into = c.id
          union select former.id from merged join contacts former on former.merged_into = merged.id)
        select json_agg(merged.id order by merged.id) from merged) as merged_from
    from contacts c where c.id = ${id}`.execute(db)
  const row = rows[0]
  if (row === undefined) return null
  return {
    ...toContact(row),
    optOut: optOutOf(row),
    attributes: row.attributes,
    preferences: (row.preferences ?? []).map((choice) => ({ ...choice, at: new Date(choice.at).toISOString() })),
    conversationIds: row.conversation_ids ?? [],
    mergedFrom: row.merged_from ?? [],
    ...(row.erased_at === null ? undefined : { erasedAt: row.erased_at.toISOString() }),
  }
}
