import { ConversationId, type WorkspaceId } from '@switchboard/contract'
import { sql } from 'kysely'
import type { Database } from '../../../store/database.ts'

/**
 * Our own id, or one that the earlier system made: `<phone number id>:<customer's wa_id>`, or a group's id. Null: the
 * workspace has no such conversation.
 */
export async function resolveConversationId(
  db: Database,
  workspaceId: WorkspaceId,
  given: string,
): Promise<ConversationId | null> {
  const own = ConversationId.safeParse(given)
  if (own.success) return own.data
  // No id holds NUL, and Postgres refuses it in any text.
  if (given.includes('\0')) return null
  const [account, person] = splitOnce(given)
  const { rows } = await sql<{ id: ConversationId }>`
    select c.id from conversations c join accounts a on a.id = c.account_id
    where c.workspace_id = ${workspaceId} and c.merged_into is null and (
      c.group_id = ${given} or (a.external_id = ${account} and c.contact_id in (
        select contact_id from identities
        where workspace_id = ${workspaceId} and kind in ('wa_id', 'bsuid') and value = ${person})))
    order by c.id limit 1`.execute(db)
  return rows[0]?.id ?? null
}

function splitOnce(text: string): [string, string] {
  const colon = text.indexOf(':')
  return colon === -1 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1)]
}
