import type { ConversationId, WorkspaceId } from '@switchboard/contract'
import type { Queryable } from '../store/database.ts'

export interface Seen {
  readonly workspaceId: WorkspaceId
  readonly memberId: string
  readonly conversationId: ConversationId
}

/** Up to the newest message that is there now, this member has read. Shows the customer nothing, and never goes back. */
export async function markSeen(db: Queryable, { workspaceId, memberId, conversationId }: Seen): Promise<void> {
  await db.query(
    `insert into conversation_reads as r (workspace_id, user_id, conversation_id, seen_at, seen_id)
     (select $1, $2, $3, m.sent_at, m.id from messages m where m.conversation_id = $3 and m.source_rank > 0
      order by m.sent_at desc, m.id desc limit 1)
     on conflict (workspace_id, user_id, conversation_id) do update set seen_at = excluded.seen_at, seen_id = excluded.seen_id
     where (excluded.seen_at, excluded.seen_id) > (r.seen_at, r.seen_id)`,
    [workspaceId, memberId, conversationId],
  )
}
