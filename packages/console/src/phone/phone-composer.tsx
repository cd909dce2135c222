import type { PhoneScreen } from '@switchboard/contract'
import { SendHorizontal } from 'lucide-react'
import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { Button } from '../components/button.tsx'
import { useToast } from '../components/toast.tsx'
import { useTranslations } from '../strings/use-translations.ts'
import { AttachMenu } from './attach-menu.tsx'
import { type ChosenFile, fileAction } from './chosen-file.ts'
import type { Draft } from './draft.ts'
import { DraftBar } from './draft-bar.tsx'
import { usePhoneActions } from './phone-actions.ts'

export interface PhoneComposerProps {
  readonly screen: PhoneScreen
  readonly draft: Draft
}

/** Where the customer writes. Enter sends; with a file the text is its caption. */
export function PhoneComposer({ screen, draft }: PhoneComposerProps) {
  const words = useTranslations('phone')
  const { act, setDraft } = usePhoneActions()
  const toast = useToast()
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState<ChosenFile>()
  const [isBusy, setBusy] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if (draft.kind === 'new') return
    const { content } = draft.message
    if (draft.kind === 'edit' && content?.type === 'text') setText(content.text)
    // After the menu has given the focus back.
    const timer = setTimeout(() => field.current?.focus(), 50)
    return () => clearTimeout(timer)
  }, [draft])
  const leave = () => {
    setDraft({ kind: 'new' })
    setChosen(undefined)
    setText('')
  }
  const quoted = draft.kind === 'reply' ? { quoted: draft.message.id } : {}
  const send = async () => {
    const written = text.trim()
    if (isBusy || (written === '' && !chosen)) return
    setBusy(true)
    try {
      const action = chosen
        ? await fileAction(chosen, written, quoted)
        : draft.kind === 'edit'
          ? ({ type: 'edit', messageId: draft.message.id, text: written } as const)
          : ({ type: 'text', text: written, ...quoted } as const)
      // What could not be sent stays to be sent again.
      if (await act(action)) leave()
    } catch (error) {
      toast.problem(error)
    } finally {
      setBusy(false)
      field.current?.focus()
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && (draft.kind !== 'new' || chosen)) leave()
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    void send()
  }
  const onPaste = (event: ClipboardEvent) => {
    const [file] = event.clipboardData.files
    if (!file) return
    event.preventDefault()
    setChosen({ file, asDocument: false })
  }
  return (
    <div className="shrink-0 border-t bg-surface">
      <DraftBar draft={draft} chosen={chosen} onLeave={leave} />
      <div className="flex items-end gap-1.5 p-2">
        <AttachMenu
          onChoose={setChosen}
          onAct={(action) => act({ ...action, ...quoted }).then((done) => done && leave())}
        />
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          aria-label={words('writeTo', { business: screen.business })}
          placeholder={words(chosen ? 'caption' : 'placeholder')}
          maxLength={chosen ? 1_024 : 4_096}
          value={text}
          className="field-sizing-content max-h-32 min-h-9 min-w-0 flex-1 resize-none rounded-2xl border border-strong-line bg-surface px-3.5 py-2 placeholder:text-faint"
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        <Button
          kind="primary"
          size="icon"
          className="rounded-full"
          aria-label={words('send')}
          busy={isBusy}
          disabled={text.trim() === '' && !chosen}
          onClick={() => void send()}
        >
          {!isBusy && <SendHorizontal className="rtl:-scale-x-100" />}
        </Button>
      </div>
    </div>
  )
}
