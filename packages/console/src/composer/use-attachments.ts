import type { AccountCapabilities, ConversationId } from '@switchboard/contract'
import { useSyncExternalStore } from 'react'
import { newClientId } from '../outgoing/client-id.ts'
import { type Attachment, decideFile, type FileDecision } from './attachment.ts'
import { attach, attachmentsOf, detach, onAttachments, upload } from './kept-attachments.ts'

export type RefusedFile = Extract<FileDecision, { refused: string }>

export interface Attachments {
  readonly list: readonly Attachment[]
  /** Checks, shows and uploads them. @returns those that can't be sent, with the reason */
  readonly add: (
    files: readonly File[],
    more?: { readonly voice?: boolean },
  ) => readonly { file: File; why: RefusedFile }[]
  readonly remove: (id: string) => void
  readonly retry: (id: string) => void
  readonly clear: () => void
}

/** The files beside what is written in a conversation. */
export function useAttachments(
  conversationId: ConversationId,
  limits: AccountCapabilities['media'] | undefined,
): Attachments {
  const list = useSyncExternalStore(onAttachments, () => attachmentsOf(conversationId))
  return {
    list,
    add(files, more) {
      if (!limits) return []
      const refused: { file: File; why: RefusedFile }[] = []
      for (const file of files) {
        const decision = decideFile(file, limits)
        if ('refused' in decision) {
          refused.push({ file, why: decision })
          continue
        }
        const preview = decision.kind === 'image' ? { previewUrl: URL.createObjectURL(file) } : {}
        attach(conversationId, { id: newClientId(), file, kind: decision.kind, ...preview, ...more })
      }
      return refused
    },
    remove: (id) =>
      detach(
        conversationId,
        list.filter((one) => one.id === id),
      ),
    retry(id) {
      const one = list.find((each) => each.id === id)
      if (one) upload(conversationId, one)
    },
    clear: () => detach(conversationId, list),
  }
}
