import type { ConversationCore, ConversationId, WorkspaceId } from '@switchboard/contract'
import { sql } from 'kysely'
import type { Database } from '../database.ts'
import { type ContactSummaryRow, contactSummary } from './contact-summary.ts'
import { type ConversationRow, conversationColumns, conversationJoins, toConversation } from './conversation-row.ts'
import { resolveConversation } from './resolve-merged.ts'

/**
 * One conversation; a group comes with the people who are in it now. The id of a conversation that was merged gives the one
 * that it lives on in. Null: this workspace has no such conversation.
 */
export async function getConversation(
  db: Database,
  workspaceId: WorkspaceId,
  args: { readonly conversationId: ConversationId },
): Promise<ConversationCore | null> {
  const id = await resolveConversation(db, workspaceId, args.conversationId)
  if (id === null) return null
  const { rows } = await sql<ConversationRow & { participants: ContactSummaryRow[] | null }>`
    select ${conversationColumns},
      (select json_agg(${contactSummary(sql`p.contact_id`)} order by p.contact_id) from group_participants p
        where p.conversation_id = c.id and (p.left_at is null or p.left_at < p.joined_at)) as participants
    from conversations c ${conversationJoins} where c.id = ${id}`.execute(db)
  const row = rows[0]
  if (row === undefined) return null
  const conversation = toConversation(row)
  return conversation.kind === 'group' ? { ...conversation, participants: row.participants ?? [] } : conversation
}
