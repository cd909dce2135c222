import type { Conversation } from '@switchboard/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useToast } from '../components/toast.tsx'
import { useSession } from '../session/session.ts'
import { useDraft } from './drafts.ts'
import { capabilitiesQuery, writeNote } from './queries.ts'
import { serviceWindow } from './service-window.ts'
import { useBlocked } from './state-notes.tsx'
import { useAttachments } from './use-attachments.ts'
import { contentsOf, type useComposing } from './use-composing.ts'
import { useMode } from './use-mode.ts'
import { useRefusedFiles } from './use-refused-files.ts'
import { useTick } from './use-tick.ts'

/** What is being written in a conversation, what may be sent now, and the sending of it. */
export function useComposer(conversation: Conversation) {
  const { me, can } = useSession()
  const now = useTick(20_000)
  const { data: limits } = useQuery(capabilitiesQuery(conversation.accountId))
  const window = serviceWindow(conversation, limits?.serviceWindowHours, now)
  const { blocked, detail } = useBlocked(conversation)
  const [isSpeaking, setIsSpeaking] = useState(false)
  // What is being recorded is seen until it is sent or thrown away.
  const canNote = can('conversations:manage') && can('messages:read') && !isSpeaking
  const modes = useMode(conversation.id, canNote)
  const isNote = modes.mode === 'note'
  const [reply, setReply] = useDraft(me.id, conversation.id, 'reply')
  const [note, setNote] = useDraft(me.id, conversation.id, 'note')
  const [text, setText] = isNote ? [note, setNote] : [reply, setReply]
  const attachments = useAttachments(conversation.id, limits?.media)
  const tellRefused = useRefusedFiles()
  const canReply = !blocked && window.kind !== 'closed'
  const contents = contentsOf(text, attachments.list, limits?.captionLimit ?? 1_024)
  const isUploading = attachments.list.some(({ state }) => state.kind !== 'ready')
  return {
    ...modes,
    isNote,
    canNote,
    now,
    limits,
    window,
    blocked,
    detail,
    canReply,
    /** A voice note, in the place of the text. */
    isSpeaking,
    setIsSpeaking,
    text,
    setText,
    /** The answer, also while a note is written. */
    reply,
    setReply,
    attachments,
    /** What one press on “Send” sends. */
    contents,
    ready: isNote ? text.trim() !== '' : canReply && contents.length > 0 && !isUploading,
    /** It becomes several messages. */
    tooLong: !isNote && limits !== undefined && [...text].length > limits.textLimit,
    /** Takes files that were chosen, pasted or dropped; says of those that can't be sent why. */
    addFiles: (chosen: readonly File[]) => {
      if (limits) tellRefused(attachments.add(chosen))
    },
    clear: () => {
      setText('')
      attachments.clear()
    },
  }
}
export type ComposerState = ReturnType<typeof useComposer>

/** Sends what is written: to the customer through the queue, to the team at once. */
export function useSubmit(
  { id }: Conversation,
  composer: ComposerState,
  send: ReturnType<typeof useComposing>['send'],
) {
  const queries = useQueryClient()
  const toast = useToast()
  const { isNote, ready, text, setText, contents, tooLong, clear } = composer
  return async () => {
    if (!ready) return
    if (!isNote) {
      send(contents, tooLong ? { split: true } : {})
      clear()
      return
    }
    setText('')
    try {
      await writeNote(id, text.trim())
      await queries.invalidateQueries({ queryKey: ['conversations', id, 'notes'] })
    } catch (error) {
      setText(text)
      toast.problem(error)
    }
  }
}
