import type { Message, WorkspaceId } from '@switchboard/contract'
import { sql } from 'kysely'
import type { Database } from '../database.ts'
import { prepared } from '../prepared-statements.ts'
import { decodeCursor, instantText, timeAndId } from './cursor.ts'
import { allOf, type MessageFilters, messageConditions, messageFilters } from './message-filters.ts'
import { type MessageRow, messageColumnsOfPage, pageParts, toMessage } from './message-row.ts'
import { cutPage, type Page, type PageArgs, pageLimit } from './page.ts'

/**
 * Messages by the time that they were sent, newest first, of one conversation or across the workspace. Walking the pages
 * gives every message that was there at the start exactly once; what arrives meanwhile is newer than the cursor (or, if it
 * is a late one, takes its place in time). The page is found by index before anything of its messages is
 * read.
 *
 * @throws {Refusal} `invalid-cursor`
 */
export async function listMessages(
  db: Database,
  workspaceId: WorkspaceId,
  args: MessageFilters & PageArgs,
): Promise<Page<Message>> {
  const limit = pageLimit(args)
  const scope = { list: 'messages', filters: messageFilters(args) }
  const conditions = await messageConditions(db, workspaceId, args)
  if (args.cursor !== undefined) {
    const [at, id] = decodeCursor(scope, args.cursor, timeAndId)
    conditions.push(sql`(m.sent_at, m.id) < (${at}::timestamptz, ${id}::uuid)`)
  }
  const { rows } = await sql<MessageRow & { key: string }>`${prepared}
    with page as materialized (
      select m.id, m.sent_at as key, m.contact_id, m.account_id, m.wamid from messages m
      where ${allOf(conditions)}
      order by m.sent_at desc, m.id desc limit ${sql.lit(limit + 1)}),
    ${pageParts(sql`page`)}
    select ${messageColumnsOfPage}, ${instantText(sql`page.key`)} as key
    from page join messages m on m.id = page.id left join people on people.contact_id = m.contact_id
    order by page.key desc, page.id desc`.execute(db)
  const page = cutPage(rows, limit, scope, (row) => [row.key, row.id])
  return { items: page.rows.map(toMessage), nextCursor: page.nextCursor }
}
