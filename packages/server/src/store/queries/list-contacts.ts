import type { Contact, WorkspaceId } from '@switchboard/contract'
import { sql } from 'kysely'
import type { Database } from '../database.ts'
import { type ContactRow, contactColumns, toContact } from './contact-row.ts'
import { decodeCursor, idOnly } from './cursor.ts'
import { cutPage, type Page, type PageArgs, pageLimit } from './page.ts'

/**
 * Every contact, the newest known first. The order is that of the ids and never changes, so a walk misses nobody who writes
 * meanwhile; who wrote last is the order of conversations. Merged contacts are in the survivor; of erased ones there is nothing to list.
 *
 * @throws {Refusal} `invalid-cursor`
 */
export async function listContacts(db: Database, workspaceId: WorkspaceId, args: PageArgs): Promise<Page<Contact>> {
  const limit = pageLimit(args)
  const scope = { list: 'contacts', filters: {} }
  const [after] = args.cursor === undefined ? [] : decodeCursor(scope, args.cursor, idOnly)
  const { rows } = await sql<ContactRow>`
    select ${contactColumns} from contacts c
    where c.workspace_id = ${workspaceId} and c.merged_into is null and c.erased_at is null
      ${after === undefined ? sql`` : sql`and c.id < ${after}::uuid`}
    order by c.id desc limit ${limit + 1}`.execute(db)
  const page = cutPage(rows, limit, scope, (row) => [row.id])
  return { items: page.rows.map(toContact), nextCursor: page.nextCursor }
}
