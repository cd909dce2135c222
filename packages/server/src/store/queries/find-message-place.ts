import type { ConversationId, MessageId, WorkspaceId } from '@switchboard/contract'
import type { Queryable } from '../database.ts'

/** In which conversation a message is; null: the workspace has no such message. */
export async function findMessagePlace(
  db: Queryable,
  workspaceId: WorkspaceId,
  id: MessageId,
): Promise<{ readonly conversationId: ConversationId } | null> {
  const { rows } = await db.query<{ conversation_id: ConversationId }>(
    `select conversation_id from messages where workspace_id = $1 and id = $2`,
    [workspaceId, id],
  )
  return rows[0] ? { conversationId: rows[0].conversation_id } : null
}
