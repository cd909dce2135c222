import type { NewEvent } from '../events/append.ts'
import type { Queryable } from '../store/database.ts'

interface ReactionRow {
  readonly workspace_id: string
  readonly account_id: string
  readonly conversation_id: string
  readonly contact_id: string | null
  readonly message_id: string
  readonly wamid: string
  readonly target_wamid: string
  readonly emoji: string | null
  readonly at: Date
}

const text = /* sql */ `
select r.workspace_id, r.account_id, r.conversation_id, m.contact_id, m.id as message_id, r.wamid, r.target_wamid, r.emoji, r.at
from unnest($1::uuid[]) k(id) join outbox o on o.id = k.id
join reactions r on r.account_id = o.account_id and r.target_wamid = o.resolved->>'targetWamid' and r.wamid = o.wamid
join messages m on m.account_id = r.account_id and m.wamid = r.target_wamid`

/** What followers of a message are told when a reaction of ours is on it: the same as of a customer's. */
export async function reactionEvents(client: Queryable, sendIds: readonly string[]): Promise<NewEvent[]> {
  if (sendIds.length === 0) return []
  const { rows } = await client.query<ReactionRow>(text, [sendIds])
  return rows.map((row) => ({
    workspaceId: row.workspace_id,
    type: 'reaction.changed',
    occurredAt: row.at.getTime(),
    accountId: row.account_id,
    contactId: row.contact_id,
    conversationId: row.conversation_id,
    messageId: row.message_id,
    data: { wamid: row.wamid, targetWamid: row.target_wamid, emoji: row.emoji, direction: 'outbound' },
  }))
}
