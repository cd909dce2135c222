import type { ConversationId, Message, WorkspaceId } from '@switchboard/contract'
import { sql } from 'kysely'
import type { Database } from '../database.ts'
import { getMessagesInOrder } from './get-messages-by-ids.ts'
import { allOf, messageConditions } from './message-filters.ts'

/** So many of the newest messages are read through. */
const newest = 10_000

/**
 * Messages of which the text contains `text` letter by letter, in any case, newest first, among the newest 10,000: for what
 * holds no word that full-text search could find (signs, emoji, a piece of a link).
 */
export async function findTextInNewest(
  db: Database,
  workspaceId: WorkspaceId,
  args: { readonly text: string; readonly conversationId?: ConversationId | undefined; readonly limit: number },
): Promise<Message[]> {
  const { text, conversationId, limit } = args
  // Postgres holds no NUL, so nothing contains it.
  if (text === '' || text.includes('\0')) return []
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  const conditions = await messageConditions(db, workspaceId, { conversationId })
  const { rows } = await sql<{ id: Message['id'] }>`
    select id from (
      select m.id, m.text, m.sent_at from messages m
      where ${allOf(conditions)} order by m.sent_at desc, m.id desc limit ${newest}) newest
    where text ilike ${pattern} order by sent_at desc, id desc limit ${limit}`.execute(db)
  return getMessagesInOrder(
    db,
    workspaceId,
    rows.map(({ id }) => id),
  )
}
