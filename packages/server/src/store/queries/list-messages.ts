import type { Message, WorkspaceId } from '@switchboard/contract'
import { sql } from 'kysely'
import type { Database } from '../database.ts'
import { prepared } from '../prepared-statements.ts'
import { type CursorScope, decodeCursor, timeAndId } from './cursor.ts'
import { allOf, type MessageFilters, messageConditions, messageFilters } from './message-filters.ts'
import {
  type ContentRead,
  type PageRow,
  type PlacedMessage,
  pageColumns,
  readPage,
  toMessages,
} from './message-page.ts'
import { cutPage, type Page, type PageArgs, pageLimit } from './page.ts'

export type MessageOrder = 'newest' | 'oldest'

export interface ListMessagesArgs extends MessageFilters, PageArgs {
  /** What comes first; the newest where absent. */
  readonly order?: MessageOrder | undefined
  readonly content?: ContentRead | undefined
}

/**
 * Messages by the time that they were sent, of one conversation or across the workspace. Walking the pages gives every message
 * that was there at the start exactly once; what arrives meanwhile is newer than the cursor (or, if it is a late one, takes its
 * place in time).
 *
 * @throws {Refusal} `invalid-cursor`
 */
export async function listMessages(
  db: Database,
  workspaceId: WorkspaceId,
  args: ListMessagesArgs,
): Promise<Page<Message>> {
  const limit = pageLimit(args)
  const order = args.order ?? 'newest'
  const scope = messagesScope(args, order)
  const from = args.cursor === undefined ? undefined : placeIn(scope, args.cursor)
  const found = await readMessages(db, workspaceId, args, { order, limit: limit + 1, from, content: args.content })
  const page = cutPage(found, limit, scope, ({ at, message }) => [at, message.id])
  return { items: page.rows.map(({ message }) => message), nextCursor: page.nextCursor }
}

/** A place between messages: just beyond the one of this time and id, or, `including`, just before it. */
export interface MessagePlace {
  readonly at: string
  readonly id: string
  readonly including?: boolean
}

interface Walk {
  readonly order: MessageOrder
  readonly limit: number
  readonly from: MessagePlace | undefined
  readonly content?: ContentRead | undefined
}

/** The messages of a page, which is found by index before anything else of its messages is looked up. */
export async function readMessages(
  db: Database,
  workspaceId: WorkspaceId,
  filters: MessageFilters,
  { order, limit, from, content }: Walk,
): Promise<PlacedMessage[]> {
  const conditions = await messageConditions(db, workspaceId, filters)
  const way = order === 'oldest' ? sql`asc` : sql`desc`
  if (from !== undefined) {
    const beyond = sql.raw(`${order === 'oldest' ? '>' : '<'}${from.including === true ? '=' : ''}`)
    conditions.push(sql`(m.sent_at, m.id) ${beyond} (${from.at}::timestamptz, ${from.id}::uuid)`)
  }
  const { rows } = await sql<PageRow>`${prepared}
    with page as materialized (
      select ${pageColumns(content)} from messages m
      where ${allOf(conditions)}
      order by m.sent_at ${way}, m.id ${way} limit ${sql.lit(limit)})${readPage(way)}`.execute(db)
  return toMessages(rows)
}

/** A cursor of one order is none of the other: nobody turns round by accident. */
export function messagesScope(filters: MessageFilters, order: MessageOrder): CursorScope {
  return { list: order === 'oldest' ? 'messages, oldest first' : 'messages', filters: messageFilters(filters) }
}

/** @throws {Refusal} `invalid-cursor` */
export function placeIn(scope: CursorScope, cursor: string): MessagePlace {
  const [at = '', id = ''] = decodeCursor(scope, cursor, timeAndId)
  return { at, id }
}
