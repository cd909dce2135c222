import type { ConversationId } from '@switchboard/contract'
import { useCallback, useState } from 'react'
import { forgetStored, readStored, writeStored } from '../theme/stored.ts'

export type ComposerMode = 'reply' | 'note'

/** What somebody began to write in a conversation, apart for the customer (also what has buttons or a list) and for the team. */
export function useDraft(
  owner: string,
  conversationId: ConversationId,
  mode: ComposerMode | 'card',
): readonly [string, (text: string) => void] {
  return useKeptText(owner, `${conversationId}/${mode}`)
}

/** A text that somebody began, kept in this browser under a name of its own until it is '' again or they sign out. */
export function useKeptText(owner: string, name: string): readonly [string, (text: string) => void] {
  const place = `draft/${owner}/${name}`
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({})
  const text = texts[place] ?? readStored(place) ?? ''
  const setText = useCallback(
    (next: string) => {
      setTexts((all) => ({ ...all, [place]: next }))
      writeStored(place, next === '' ? null : next)
    },
    [place],
  )
  return [text, setText]
}

/** Who leaves this browser leaves nothing in it that they had begun to write. What was sent and waits for the server stays, and leaves. */
export function forgetDrafts(owner: string): void {
  forgetStored(`draft/${owner}/`)
}
