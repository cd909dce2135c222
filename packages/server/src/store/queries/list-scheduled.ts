import type { ConversationId, Message, MessageId, WorkspaceId } from '@switchboard/contract'
import { sql } from 'kysely'
import type { Database } from '../database.ts'
import { getMessagesInOrder } from './get-messages-by-ids.ts'

const most = 200

/** What waits for its time in a conversation, the soonest first; 200 at most. */
export async function listScheduled(
  db: Database,
  workspaceId: WorkspaceId,
  conversationId: ConversationId,
): Promise<Message[]> {
  const { rows } = await sql<{ id: MessageId }>`
    select message_id as id from outbox
    where workspace_id = ${workspaceId} and conversation_id = ${conversationId} and state = 'queued' and send_at > now()
      and message_id is not null
    order by send_at, id limit ${most}`.execute(db)
  return getMessagesInOrder(
    db,
    workspaceId,
    rows.map(({ id }) => id),
  )
}
