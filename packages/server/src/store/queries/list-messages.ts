import type { Message, MessageId, WorkspaceId } from '@switchboard/contract'
import { sql } from 'kysely'
import type { Database } from '../database.ts'
import { decodeCursor, instantText, timeAndId } from './cursor.ts'
import { getMessagesInOrder } from './get-messages-by-ids.ts'
import { allOf, type MessageFilters, messageConditions, messageFilters } from './message-filters.ts'
import { cutPage, type Page, type PageArgs, pageLimit } from './page.ts'

/**
 * Messages by the time that they were sent, newest first, of one conversation or across the workspace. Walking the pages
 * gives every message that was there at the start exactly once; what arrives meanwhile is newer than the cursor (or, if it
 * is a late one, takes its place in time). Two queries a page: ids by index, then those messages.
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
  const { rows } = await sql<{ id: MessageId; at: string }>`
    select m.id, ${instantText(sql`m.sent_at`)} as at from messages m
    where ${allOf(conditions)}
    order by m.sent_at desc, m.id desc limit ${limit + 1}`.execute(db)
  const page = cutPage(rows, limit, scope, (row) => [row.at, row.id])
  const items = await getMessagesInOrder(
    db,
    workspaceId,
    page.rows.map((row) => row.id),
  )
  return { items, nextCursor: page.nextCursor }
}
