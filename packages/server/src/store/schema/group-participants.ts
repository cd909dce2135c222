import type { ContactId, ConversationId, WorkspaceId } from '@switchboard/contract'

export interface GroupParticipantsTable {
  conversation_id: ConversationId
  contact_id: ContactId
  workspace_id: WorkspaceId
  /** the later of the two decides whether they are in */
  joined_at: Date | null
  left_at: Date | null
}
