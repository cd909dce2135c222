import { MessageId, type WorkspaceId } from '@switchboard/contract'
import { sql } from 'kysely'
import type { Database } from '../../../store/database.ts'

/** By WhatsApp's own id, which is what these tools show, or by ours. */
export async function findMessageId(db: Database, workspaceId: WorkspaceId, id: string): Promise<MessageId | null> {
  const own = MessageId.safeParse(id)
  if (own.success) return own.data
  const { rows } = await sql<{ id: MessageId }>`
    select m.id from accounts a join messages m on m.account_id = a.id and m.wamid = ${id}
    where a.workspace_id = ${workspaceId} limit 1`.execute(db)
  return rows[0]?.id ?? null
}
