import type { ConversationChange, ConversationId } from '@switchboard/contract'
import { sql } from 'kysely'
import type { Database } from '../database.ts'

const most = 200

/** What the team did with a conversation, also with those that were merged into it; the newest first, as many as a panel shows. */
export async function listConversationChanges(db: Database, id: ConversationId): Promise<ConversationChange[]> {
  const { rows } = await sql<Row>`
    select h.id, h.at, h.by_kind, h.by_id, h.by_name, h.change from conversation_changes h
    where h.conversation_id in (${conversationFamily(id)}) order by h.id desc limit ${sql.lit(most)}`.execute(db)
  return rows.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    by: { kind: row.by_kind, id: row.by_id, name: row.by_name },
    change: row.change,
  }))
}

/** Ids of a conversation that lives, and of all that were merged into it. */
export function conversationFamily(id: ConversationId) {
  return sql<ConversationId>`
    with recursive family as (
      select id from conversations where id = ${id}
      union select merged.id from family join conversations merged on merged.merged_into = family.id
    ) select id from family`
}

interface Row {
  readonly id: string
  readonly at: Date
  readonly by_kind: string
  readonly by_id: string
  readonly by_name: string
  readonly change: ConversationChange['change']
}
