import type { ConversationId, WorkspaceId } from '@switchboard/contract'
import type { Database } from '../../../store/database.ts'
import { resolveConversation } from '../../../store/queries/resolve-merged.ts'
import { Refusal } from '../../problem.ts'

/** The conversation's id now. @throws {Refusal} not-found */
export async function requireConversation(
  db: Database,
  workspaceId: WorkspaceId,
  id: ConversationId,
): Promise<ConversationId> {
  const now = await resolveConversation(db, workspaceId, id)
  if (now === null) throw new Refusal('not-found', { detail: `There is no conversation ${id}.` })
  return now
}
