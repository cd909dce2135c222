import type { AccountId, Call, ContactId, ConversationId, Direction, WorkspaceId } from '@switchboard/contract'
import { sql } from 'kysely'
import type { Database } from '../database.ts'
import { prepared } from '../prepared-statements.ts'
import { type CallRow, callColumns, toCall } from './call-row.ts'
import { decodeCursor, instantText, timeAndId } from './cursor.ts'
import { allOf } from './message-filters.ts'
import { cutPage, type Page, type PageArgs, pageLimit } from './page.ts'
import { resolveContact, resolveConversation } from './resolve-merged.ts'

export interface ListCallsArgs extends PageArgs {
  readonly accountId?: AccountId | undefined
  readonly contactId?: ContactId | undefined
  readonly conversationId?: ConversationId | undefined
  readonly direction?: Direction | undefined
  /** ISO 8601; of the call's first event. `after` is inclusive, `before` is not. */
  readonly after?: string | undefined
  readonly before?: string | undefined
}

/**
 * Calls by their first event, newest first.
 *
 * @throws {Refusal} `invalid-cursor`
 */
export async function listCalls(db: Database, workspaceId: WorkspaceId, args: ListCallsArgs): Promise<Page<Call>> {
  const limit = pageLimit(args)
  const { cursor, limit: _, ...filters } = args
  const scope = { list: 'calls', filters }
  const { accountId, contactId, conversationId, direction, after, before } = args
  const conditions = [sql`k.workspace_id = ${workspaceId}`]
  if (accountId !== undefined) conditions.push(sql`k.account_id = ${accountId}`)
  if (contactId !== undefined) {
    conditions.push(sql`k.contact_id = ${(await resolveContact(db, workspaceId, contactId)) ?? contactId}`)
  }
  if (conversationId !== undefined) {
    const id = (await resolveConversation(db, workspaceId, conversationId)) ?? conversationId
    conditions.push(sql`k.conversation_id = ${id}`)
  }
  if (direction !== undefined) conditions.push(sql`k.direction = ${direction}`)
  if (after !== undefined) conditions.push(sql`k.first_event_at >= ${new Date(after)}`)
  if (before !== undefined) conditions.push(sql`k.first_event_at < ${new Date(before)}`)
  if (cursor !== undefined) {
    const [at, id] = decodeCursor(scope, cursor, timeAndId)
    conditions.push(sql`(k.first_event_at, k.id) < (${at}::timestamptz, ${id}::uuid)`)
  }
  const { rows } = await sql<CallRow & { key: string }>`${prepared}
    select ${callColumns}, ${instantText(sql`k.first_event_at`)} as key from calls k
    where ${allOf(conditions)} order by k.first_event_at desc, k.id desc limit ${sql.lit(limit + 1)}`.execute(db)
  const page = cutPage(rows, limit, scope, (row) => [row.key, row.id])
  return { items: page.rows.map(toCall), nextCursor: page.nextCursor }
}
