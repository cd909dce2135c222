import type { ConversationId } from '@switchboard/contract'
import { useEffect, useRef, useState } from 'react'
import { useCommand } from '../keys/command-provider.tsx'
import { useTranslations } from '../strings/use-translations.ts'
import type { ComposerMode } from './drafts.ts'
import { useReplyTarget } from './reply-target.ts'

/** For whom it is written, and the keys that change it. The text takes the focus with each change, and when a message is to be answered. */
export function useMode(conversationId: ConversationId, canNote: boolean) {
  const words = useTranslations('composer')
  const [mode, setMode] = useState<ComposerMode>('reply')
  const box = useRef<HTMLTextAreaElement>(null)
  const targetId = useReplyTarget(conversationId)?.id
  const focus = () => requestAnimationFrame(() => box.current?.focus())
  const enter = (next: ComposerMode) => {
    setMode(next)
    focus()
  }
  useCommand({ id: 'composer.reply', title: words('commandReply'), keys: 'Alt+KeyL', run: () => enter('reply') })
  useCommand(
    canNote
      ? { id: 'composer.note', title: words('commandNote'), keys: 'Alt+KeyP', run: () => enter('note') }
      : undefined,
  )
  useEffect(() => {
    if (targetId === undefined) return
    setMode('reply')
    requestAnimationFrame(() => box.current?.focus())
  }, [targetId])
  return { mode, enter, box, focus }
}
