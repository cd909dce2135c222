import type { Conversation, OutboundContent } from '@switchboard/contract'
import { useState } from 'react'
import { useSession } from '../session/session.ts'
import { cardOfContent, isOnlyText, newCard } from './card/card-draft.ts'
import { useCardDraft } from './card/use-card-draft.ts'
import type { Inserted } from './insert-menu.tsx'
import type { ComposerState } from './use-composer.ts'

/** What a number can send of that which has a dialog of its own. */
export function insertable(contentTypes: readonly string[] = []): Inserted[] {
  const can = (...types: readonly string[]) => types.some((type) => contentTypes.includes(type))
  return [
    ...(can('buttons', 'list') ? ['card' as const] : []),
    ...(can('location') ? ['location' as const] : []),
    ...(can('contacts') ? ['contact' as const] : []),
  ]
}

/** What is written in a dialog of its own. A card is kept until it is sent or thrown away, also while it is closed. */
export function useInsertions({ id }: Conversation, { limits, reply, setReply }: ComposerState) {
  const { me } = useSession()
  const [open, setOpen] = useState<Inserted>()
  const [card, setCard] = useCardDraft(me.id, id)
  const kinds = (['buttons', 'list'] as const).filter((kind) => limits?.contentTypes.includes(kind))
  return {
    open,
    card,
    setCard,
    kinds,
    choose(kind: Inserted) {
      setOpen(kind)
      if (kind !== 'card' || card) return
      // What was written already is its text.
      setCard(newCard(kinds[0] ?? 'buttons', reply))
      setReply('')
    },
    close() {
      setOpen(undefined)
      if (!card || !isOnlyText(card)) return
      setCard(null)
      setReply(card.body)
    },
    /** Opens what was to be sent once more; undefined: it is not written here. */
    editing(content: OutboundContent): (() => void) | undefined {
      const former = cardOfContent(content)
      return (
        former &&
        (() => {
          setCard(former)
          setOpen('card')
        })
      )
    },
  }
}
export type Insertions = ReturnType<typeof useInsertions>
