import type { Conversation, ConversationId } from '@switchboard/contract'
import { memberIdOf, type Principal } from '../../../access/principal.ts'
import type { Database } from '../../../store/database.ts'
import { getConversation } from '../../../store/queries/get-conversation.ts'
import { withStates } from '../../../store/queries/get-conversation-states.ts'
import { conversationFor } from '../../without-words.ts'

/** One conversation as this principal may see it, with what the team has done with it; null: there is none. */
export async function readConversation(
  db: Database,
  principal: Principal,
  conversationId: ConversationId,
): Promise<Conversation | null> {
  const { workspaceId } = principal
  const core = await getConversation(db, workspaceId, { conversationId })
  const [conversation] = core ? await withStates(db, workspaceId, memberIdOf(principal), [core]) : []
  return conversation ? conversationFor(principal, conversation) : null
}
