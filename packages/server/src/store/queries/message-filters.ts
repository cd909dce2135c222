import type { AccountId, ContactId, ConversationId, Direction, WorkspaceId } from '@switchboard/contract'
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../database.ts'
import { resolveContact, resolveConversation } from './resolve-merged.ts'

/** What messages can be narrowed by, in lists and in search. Times are ISO 8601; `after` is inclusive, `before` is not. */
export interface MessageFilters {
  readonly conversationId?: ConversationId | undefined
  readonly contactId?: ContactId | undefined
  readonly accountId?: AccountId | undefined
  readonly type?: string | undefined
  readonly direction?: Direction | undefined
  readonly after?: string | undefined
  readonly before?: string | undefined
}

/** Just the filters of `args`, for cursors. */
export function messageFilters(args: MessageFilters): MessageFilters {
  const { conversationId, contactId, accountId, type, direction, after, before } = args
  return { conversationId, contactId, accountId, type, direction, after, before }
}

/** Conditions on `messages m`, the workspace's first. Ids of merged contacts and conversations find the survivor's rows. */
export async function messageConditions(
  db: Database,
  workspaceId: WorkspaceId,
  filters: MessageFilters,
): Promise<RawBuilder<unknown>[]> {
  const conditions: RawBuilder<unknown>[] = [sql`m.workspace_id = ${workspaceId}`]
  const { conversationId, contactId, accountId, type, direction, after, before } = filters
  if (conversationId !== undefined) {
    const id = (await resolveConversation(db, workspaceId, conversationId)) ?? conversationId
    conditions.push(sql`m.conversation_id = ${id}`)
  }
  if (contactId !== undefined) {
    const id = (await resolveContact(db, workspaceId, contactId)) ?? contactId
    conditions.push(sql`m.contact_id = ${id}`)
  }
  if (accountId !== undefined) conditions.push(sql`m.account_id = ${accountId}`)
  if (type !== undefined) conditions.push(sql`m.type = ${type}`)
  if (direction !== undefined) conditions.push(sql`m.direction = ${direction}`)
  if (after !== undefined) conditions.push(sql`m.sent_at >= ${new Date(after)}`)
  if (before !== undefined) conditions.push(sql`m.sent_at < ${new Date(before)}`)
  return conditions
}

/** `a and b and …`. */
export function allOf(conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return sql.join(conditions, sql` and `)
}
