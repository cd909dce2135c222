import type { ConversationId } from '@switchboard/contract'
import { useDraft } from '../drafts.ts'
import { type CardDraft, readCard } from './card-draft.ts'

/** The message with buttons or a list that somebody began in a conversation; null throws it away. */
export function useCardDraft(owner: string, conversationId: ConversationId) {
  const [stored, setStored] = useDraft(owner, conversationId, 'card')
  const setCard = (card: CardDraft | null) => setStored(card === null ? '' : JSON.stringify(card))
  return [readCard(stored === '' ? null : stored), setCard] as const
}
