import type { ConversationId, Presence, PresenceState, WorkspaceId } from '@switchboard/contract'
import type { Queryable } from '../store/database.ts'

export interface Present {
  readonly workspaceId: WorkspaceId
  readonly memberId: string
  readonly name: string
  readonly conversationId: ConversationId
  /** null: they left. */
  readonly state: PresenceState | null
}

/** Of who does not say again that they are there. */
const secondsKept = 12

const say = /* sql */ `
insert into conversation_presence (conversation_id, user_id, workspace_id, name, state, expires_at)
values ($1, $2, $3, $4, $5, now() + make_interval(secs => ${secondsKept}))
on conflict (conversation_id, user_id) do update set name = excluded.name, state = excluded.state, expires_at = excluded.expires_at`

/**
 * Somebody of the team says that they look at a conversation, and is told who else does: one request every few seconds is both
 * (decision 0047). @returns the others
 */
export async function tellPresence(db: Queryable, present: Present): Promise<Presence[]> {
  const { workspaceId, memberId, name, conversationId, state } = present
  if (state === null)
    await db.query('delete from conversation_presence where conversation_id = $1 and user_id = $2', [
      conversationId,
      memberId,
    ])
  else await db.query(say, [conversationId, memberId, workspaceId, name, state])
  await db.query(`delete from conversation_presence where workspace_id = $1 and expires_at < now()`, [workspaceId])
  const { rows } = await db.query<Presence>(
    `select user_id as id, name, state from conversation_presence
     where conversation_id = $1 and user_id <> $2 and expires_at >= now() order by lower(name), user_id`,
    [conversationId, memberId],
  )
  return rows
}
