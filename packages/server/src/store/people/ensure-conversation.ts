import { v7 as uuidv7 } from 'uuid'
import type { Queryable } from '../database.ts'

export interface ConversationPlace {
  readonly workspaceId: string
  readonly accountId: string
  readonly contactId: string
}

/** One person's conversation on one account, made where there is none. */
export async function ensureConversation(
  client: Queryable,
  { workspaceId, accountId, contactId }: ConversationPlace,
): Promise<{ readonly conversationId: string; readonly created: boolean }> {
  const id = uuidv7()
  const { rowCount } = await client.query(
    `insert into conversations (id, workspace_id, account_id, kind, contact_id) values ($1, $2, $3, 'direct', $4)
     on conflict (account_id, contact_id) where kind = 'direct' and merged_into is null do nothing`,
    [id, workspaceId, accountId, contactId],
  )
  if (rowCount === 1) return { conversationId: id, created: true }
  const { rows } = await client.query<{ id: string }>(
    `select id from conversations where account_id = $1 and contact_id = $2 and kind = 'direct' and merged_into is null`,
    [accountId, contactId],
  )
  if (!rows[0]) throw new Error('a conversation that was there is gone')
  return { conversationId: rows[0].id, created: false }
}
