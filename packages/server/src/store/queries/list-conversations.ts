import type { ConversationCore, WorkspaceId } from '@switchboard/contract'
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../database.ts'
import { prepared } from '../prepared-statements.ts'
import { type ConversationFilters, conversationConditions, conversationFilters } from './conversation-filters.ts'
import {
  type ConversationPageRow,
  conversationPageColumns,
  readConversationPage,
  toConversations,
} from './conversation-page.ts'
import { activityOf } from './conversation-row.ts'
import { decodeCursor, timeAndId } from './cursor.ts'
import { allOf } from './message-filters.ts'
import { cutPage, type Page, type PageArgs, pageLimit } from './page.ts'

export interface ListConversationsArgs extends PageArgs, ConversationFilters {}

/**
 * Conversations, newest activity first; those of which only receipts were seen come last.
 *
 * A message that arrives during a walk moves its conversation to the top, where the walk has already been. So that none is
 * lost, the cursor carries where the walk began: conversations that moved above that are placed by their newest message
 * from before. A conversation that began during the walk is found by asking for the first page again.
 *
 * @throws {Refusal} `invalid-cursor`
 */
export async function listConversations(
  db: Database,
  workspaceId: WorkspaceId,
  args: ListConversationsArgs,
): Promise<Page<ConversationCore>> {
  const limit = pageLimit(args)
  const scope = { list: 'conversations', filters: conversationFilters(args) }
  const conditions = await conversationConditions(db, workspaceId, args)
  const cursor = args.cursor === undefined ? null : decodeCursor(scope, args.cursor, [...timeAndId, ...timeAndId])
  const keys = cursor === null ? firstPage(conditions, limit) : nextPage(conditions, limit, cursor)
  const { rows } = await sql<ConversationPageRow>`${prepared}
    with page as materialized (${keys}) ${readConversationPage}`.execute(db)
  const found = toConversations(rows)
  const first = found[0]
  const page = cutPage(found, limit, scope, ({ at, conversation }) => {
    const start = cursor?.slice(2) ?? [first?.at ?? at, first?.conversation.id ?? conversation.id]
    return [at, conversation.id, ...start]
  })
  return { items: page.rows.map(({ conversation }) => conversation), nextCursor: page.nextCursor }
}

function firstPage(conditions: RawBuilder<unknown>[], limit: number): RawBuilder<unknown> {
  return sql`select ${conversationPageColumns(activityOf)} from conversations c
    where ${allOf(conditions)} order by ${activityOf} desc, c.id desc limit ${sql.lit(limit + 1)}`
}

function nextPage(conditions: RawBuilder<unknown>[], limit: number, cursor: string[]): RawBuilder<unknown> {
  const [at, id, startAt, startId] = cursor
  const after = (key: RawBuilder<unknown>) => sql`(${key}, c.id) < (${at}::timestamptz, ${id}::uuid)`
  return sql`
    (select ${conversationPageColumns(activityOf)} from conversations c
      where ${allOf([...conditions, after(activityOf)])}
      order by ${activityOf} desc, c.id desc limit ${sql.lit(limit + 1)})
    union all
    (select ${conversationPageColumns(sql`earlier.sent_at`)} from conversations c cross join lateral (
        select m.sent_at from messages m
        where m.conversation_id = c.id and m.sent_at <= ${startAt}::timestamptz and m.source_rank > 0
        order by m.sent_at desc limit 1) earlier
      where ${allOf([...conditions, after(sql`earlier.sent_at`)])}
        and (${activityOf}, c.id) > (${startAt}::timestamptz, ${startId}::uuid)
      order by key desc, c.id desc limit ${sql.lit(limit + 1)})
    order by key desc, id desc limit ${sql.lit(limit + 1)}`
}
