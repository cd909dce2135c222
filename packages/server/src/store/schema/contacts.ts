import type { ContactId, WorkspaceId } from '@switchboard/contract'
import type { Generated } from 'kysely'

export interface ContactsTable {
  id: ContactId
  workspace_id: WorkspaceId
  /** last writer wins by (…_at, value), so that order of arrival does not matter */
  profile_name: string | null
  profile_name_at: Date | null
  /** what the people of this workspace call them */
  custom_name: Generated<string | null>
  custom_name_at: Generated<Date | null>
  attributes: Generated<Readonly<Record<string, string>>>
  address_book_name: string | null
  address_book_name_at: Date | null
  username: string | null
  username_at: Date | null
  country_code: string | null
  country_code_at: Date | null
  /** names and username, normalised for search by search/normalise-text.ts */
  search_text: string | null
  first_seen_at: Date | null
  last_seen_at: Date | null
  /** set when this contact turned out to be another one; history lives there */
  merged_into: ContactId | null
  erased_at: Date | null
  /** the later of the two counts */
  opted_out_at: Date | null
  opted_out_source: string | null
  opted_in_at: Date | null
  created_at: Generated<Date>
  updated_at: Generated<Date>
}
