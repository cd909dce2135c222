import type { Conversation } from '@switchboard/contract'
import { useEffect, useRef } from 'react'
import { useCommand } from '../../keys/command-provider.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import type { Inbox } from './use-inbox.ts'

/** Next and previous conversation, by keys. What has left the list is taken for where it stood. */
export function useInboxCommands(
  { conversationId, open }: Inbox,
  items: readonly Conversation[],
  show: (index: number) => void,
): void {
  const words = useTranslations('inbox.commands')
  const index = items.findIndex(({ id }) => id === conversationId)
  const stood = useRef(-1)
  useEffect(() => {
    if (index !== -1) stood.current = index
  }, [index])
  const go = (step: 1 | -1) => {
    // Where the chosen one is gone, the one that came up to its place is the next.
    const from = index === -1 && conversationId !== undefined && step === 1 ? stood.current - 1 : index
    const to = Math.min(Math.max(from + step, 0), items.length - 1)
    const next = items[to]
    if (!next) return
    show(to)
    open(next.id)
  }
  useCommand({ id: 'inbox.next', title: words('next'), keys: 'Alt+KeyJ', repeats: true, run: () => go(1) })
  useCommand({ id: 'inbox.previous', title: words('previous'), keys: 'Alt+KeyK', repeats: true, run: () => go(-1) })
}
