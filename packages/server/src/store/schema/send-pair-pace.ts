import type { ConversationId } from '@switchboard/contract'

export interface SendPairPaceTable {
  conversation_id: ConversationId
  free_at: Date
}
