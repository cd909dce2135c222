import type { AccountCapabilities } from '@switchboard/contract'
import { useCallback, useEffect, useRef, useState } from 'react'
import { type Attachment, decideFile, type FileDecision } from './attachment.ts'
import { type Upload, uploadFile } from './upload-file.ts'

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

let nextId = 1

/** The files beside what is written. */
export function useAttachments(limits: AccountCapabilities['media'] | undefined): Attachments {
  const [list, setList] = useState<readonly Attachment[]>([])
  const uploads = useRef(new Map<string, Upload>())
  const newest = useRef(list)
  useEffect(() => {
    newest.current = list
  })
  const begin = useCallback((id: string, file: File) => {
    const become = (state: Attachment['state']) =>
      setList((all) => all.map((one) => (one.id === id ? { ...one, state } : one)))
    const upload = uploadFile(file, (share) => become({ kind: 'uploading', share }))
    uploads.current.set(id, upload)
    upload.done.then(
      (media) => become({ kind: 'ready', media }),
      (error: unknown) => become({ kind: 'failed', error }),
    )
  }, [])
  const add = useCallback<Attachments['add']>(
    (files, more) => {
      if (!limits) return []
      const refused: { file: File; why: RefusedFile }[] = []
      for (const file of files) {
        const decision = decideFile(file, limits)
        if ('refused' in decision) {
          refused.push({ file, why: decision })
          continue
        }
        const id = String(nextId++)
        const preview = decision.kind === 'image' ? { previewUrl: URL.createObjectURL(file) } : {}
        const state = { kind: 'uploading', share: 0 } as const
        setList((all) => [...all, { id, file, kind: decision.kind, state, ...preview, ...more }])
        begin(id, file)
      }
      return refused
    },
    [limits, begin],
  )
  const drop = useCallback((gone: readonly Attachment[]) => {
    for (const { id, previewUrl } of gone) {
      uploads.current.get(id)?.abort()
      uploads.current.delete(id)
      if (previewUrl) URL.revokeObjectURL(previewUrl)
    }
    setList((all) => all.filter((one) => !gone.some(({ id }) => id === one.id)))
  }, [])
  useEffect(() => () => drop(newest.current), [drop])
  useAskBeforeLeaving(list.length > 0)
  return {
    list,
    add,
    remove: (id) => drop(list.filter((one) => one.id === id)),
    retry: (id) => {
      const one = list.find((each) => each.id === id)
      if (one) begin(id, one.file)
    },
    clear: () => drop(list),
  }
}

/** Files can't be kept in the browser as texts are: who leaves the page or loads it again is asked by the browser. */
function useAskBeforeLeaving(isAsked: boolean): void {
  useEffect(() => {
    if (!isAsked) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [isAsked])
}
