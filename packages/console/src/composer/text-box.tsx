import type { CannedReply, ConversationId } from '@switchboard/contract'
import { type ClipboardEvent, type KeyboardEvent, type RefObject, useId, useLayoutEffect, useState } from 'react'
import { classNames } from '../components/class-names.ts'
import { useToast } from '../components/toast.tsx'
import { CannedList, optionId, slashWord, useCannedReplies } from './canned-replies.tsx'
import { renderCannedReply } from './queries.ts'

export interface TextBoxProps {
  readonly box: RefObject<HTMLTextAreaElement | null>
  readonly conversationId: ConversationId
  readonly label: string
  readonly placeholder: string
  readonly text: string
  readonly onChange: (text: string) => void
  readonly onSubmit: () => void
  /** Enter sends, and Shift with Enter begins a line; otherwise Ctrl or Cmd with Enter sends. */
  readonly enterSends: boolean
  readonly onFiles: ((files: readonly File[]) => void) | undefined
  /** `/` offers texts that are written often. */
  readonly withCanned: boolean
  readonly className?: string
}

/** The text that is being written: grows with it, takes pasted files, offers canned replies. */
export function TextBox(props: TextBoxProps) {
  const { box, conversationId, label, placeholder, text, onChange, onSubmit, enterSends, onFiles, withCanned } = props
  const toast = useToast()
  const listId = useId()
  const [caret, setCaret] = useState(0)
  const [marked, setMarked] = useState({ word: '', index: 0 })
  const [dismissed, setDismissed] = useState<string>()
  const found = withCanned ? slashWord(text, caret) : undefined
  const word = found && found.word !== dismissed ? found.word : undefined
  const replies = useCannedReplies(word)
  const isOpen = word !== undefined
  // Another word begins at the first again.
  const active = marked.word === word ? Math.min(marked.index, replies.length - 1) : 0
  const current = replies[active]
  const setActive = (index: number) => setMarked({ word: word ?? '', index })
  // As high as what is written, whoever changed it.
  useLayoutEffect(() => {
    const area = box.current
    if (!area) return
    area.style.height = 'auto'
    area.style.height = `${area.scrollHeight + (area.offsetHeight - area.clientHeight)}px`
  })
  const choose = async (reply: CannedReply) => {
    if (!found) return
    setDismissed(found.word)
    try {
      const { text: said, problem } = await renderCannedReply(reply.id, conversationId)
      const next = text.slice(0, found.start) + said + text.slice(caret)
      onChange(next)
      if (problem !== null) toast.problem(new Error(problem))
      requestAnimationFrame(() => box.current?.setSelectionRange(found.start + said.length, found.start + said.length))
    } catch (error) {
      toast.problem(error)
    }
  }
  const pressCanned = (event: KeyboardEvent): boolean => {
    if (!isOpen || event.nativeEvent.isComposing) return false
    if (event.key === 'Escape') setDismissed(word)
    else if (!current) return false
    else if (event.key === 'ArrowDown') setActive((active + 1) % replies.length)
    else if (event.key === 'ArrowUp') setActive((active + replies.length - 1) % replies.length)
    else if (event.key === 'Enter' || event.key === 'Tab') void choose(current)
    else return false
    event.preventDefault()
    return true
  }
  const press = (event: KeyboardEvent) => {
    // While a word of Chinese or Japanese is chosen, Enter belongs to that.
    if (pressCanned(event) || event.key !== 'Enter' || event.nativeEvent.isComposing) return
    const sends = enterSends ? !event.shiftKey && !event.altKey : event.ctrlKey || event.metaKey
    if (!sends) return
    event.preventDefault()
    onSubmit()
  }
  const paste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files]
    if (files.length === 0 || !onFiles) return
    event.preventDefault()
    onFiles(files)
  }
  return (
    <>
      {isOpen && <CannedList id={listId} replies={replies} active={active} onChoose={(reply) => void choose(reply)} />}
      <textarea
        ref={box}
        dir="auto"
        rows={1}
        aria-label={label}
        aria-autocomplete={withCanned ? 'list' : undefined}
        aria-controls={isOpen ? listId : undefined}
        aria-activedescendant={isOpen && current ? optionId(listId, current) : undefined}
        placeholder={placeholder}
        value={text}
        onChange={(event) => {
          setDismissed(undefined)
          setCaret(event.target.selectionStart)
          onChange(event.target.value)
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onKeyDown={press}
        onPaste={paste}
        className={classNames(
          'block max-h-[40dvh] min-h-16 w-full resize-none overflow-y-auto bg-transparent px-4 py-2.5 text-ink outline-none placeholder:text-faint',
          props.className,
        )}
      />
    </>
  )
}
