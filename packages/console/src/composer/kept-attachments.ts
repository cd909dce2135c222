import type { ConversationId } from '@switchboard/contract'
import type { Attachment } from './attachment.ts'
import { type Upload, uploadFile } from './upload-file.ts'

/*
 * The files that stand beside what is written, of each conversation, for as long as the page is open: who looks at another
 * conversation finds them again, and what goes up meanwhile is up then. Files can't be kept in the browser as texts are: while there
 * are some, who leaves the page or loads it again is asked by the browser.
 */
const none: readonly Attachment[] = []
const lists = new Map<ConversationId, readonly Attachment[]>()
const uploads = new Map<string, Upload>()
const listeners = new Set<() => void>()

export function attachmentsOf(conversationId: ConversationId): readonly Attachment[] {
  return lists.get(conversationId) ?? none
}

/** @returns how it is not called any more */
export function onAttachments(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Shows a file beside what is written, and sends it up. */
export function attach(conversationId: ConversationId, attachment: Omit<Attachment, 'state'>): void {
  change(conversationId, (all) => [...all, { ...attachment, state: { kind: 'uploading', share: 0 } }])
  upload(conversationId, attachment)
}

/** Sends it up; once more where that failed. */
export function upload(conversationId: ConversationId, { id, file }: Pick<Attachment, 'id' | 'file'>): void {
  const become = (state: Attachment['state']) =>
    change(conversationId, (all) => all.map((one) => (one.id === id ? { ...one, state } : one)))
  const begun = uploadFile(file, (share) => become({ kind: 'uploading', share }))
  uploads.set(id, begun)
  begun.done.then(
    (media) => become({ kind: 'ready', media }),
    (error: unknown) => become({ kind: 'failed', error }),
  )
}

/** Takes files away: they were sent, or are not wanted. */
export function detach(conversationId: ConversationId, gone: readonly Attachment[]): void {
  for (const { id, previewUrl } of gone) {
    uploads.get(id)?.abort()
    uploads.delete(id)
    if (previewUrl) URL.revokeObjectURL(previewUrl)
  }
  change(conversationId, (all) => all.filter((one) => !gone.some(({ id }) => id === one.id)))
}

/** Of all conversations, as their drafts: who leaves leaves nothing. */
export function detachAll(): void {
  for (const [conversationId, all] of [...lists]) detach(conversationId, all)
}

function change(conversationId: ConversationId, to: (all: readonly Attachment[]) => readonly Attachment[]): void {
  const all = to(attachmentsOf(conversationId))
  if (all.length > 0) lists.set(conversationId, all)
  else lists.delete(conversationId)
  if (lists.size > 0) addEventListener('beforeunload', ask)
  else removeEventListener('beforeunload', ask)
  for (const listener of [...listeners]) listener()
}

function ask(event: BeforeUnloadEvent): void {
  event.preventDefault()
}
