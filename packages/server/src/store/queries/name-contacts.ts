import type { ContactId, ConversationId, WorkspaceId } from '@switchboard/contract'
import type { Database } from '../database.ts'

const names = ['contacts.custom_name', 'contacts.address_book_name', 'contacts.profile_name'] as const

/** What people are called now, by their ids; those who have no name, or were erased, are not among them. */
export async function nameContacts(
  db: Database,
  workspaceId: WorkspaceId,
  ids: readonly ContactId[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('contacts')
    .select(({ fn }) => ['id', fn.coalesce(...names).as('name')])
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', [...ids])
    .execute()
  return named(rows)
}

/** The same of whom conversations are with, by the ids of those; groups are not among them. */
export async function nameConversations(
  db: Database,
  workspaceId: WorkspaceId,
  ids: readonly ConversationId[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('conversations')
    .innerJoin('contacts', 'contacts.id', 'conversations.contact_id')
    .select(({ fn }) => ['conversations.id', fn.coalesce(...names).as('name')])
    .where('conversations.workspace_id', '=', workspaceId)
    .where('conversations.id', 'in', [...ids])
    .execute()
  return named(rows)
}

function named(rows: readonly { readonly id: string; readonly name: string | null }[]): ReadonlyMap<string, string> {
  return new Map(rows.flatMap(({ id, name }) => (name === null ? [] : [[id, name]])))
}
