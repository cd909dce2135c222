import type { ConversationCore, WorkspaceId } from '@switchboard/contract'
import { sql } from 'kysely'
import type { Database } from '../database.ts'
import {
  activityOf,
  type ConversationRow,
  conversationColumns,
  conversationJoins,
  toConversation,
} from './conversation-row.ts'

/**
 * Conversations by newest activity, for callers who page by offset. A walk by offset repeats a conversation that moves up
 * meanwhile; `listConversations` does not.
 */
export async function listConversationsByOffset(
  db: Database,
  workspaceId: WorkspaceId,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<ConversationCore[]> {
  const { rows } = await sql<ConversationRow>`
    with page as materialized (
      select c.id, ${activityOf} as key from conversations c
      where c.workspace_id = ${workspaceId} and c.merged_into is null
      order by ${activityOf} desc, c.id desc limit ${limit} offset ${offset})
    select ${conversationColumns} from page join conversations c on c.id = page.id ${conversationJoins}
    order by page.key desc, page.id desc`.execute(db)
  return rows.map(toConversation)
}
