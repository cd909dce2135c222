import type { AccountCapabilities, Conversation } from '@switchboard/contract'
import { useState } from 'react'
import { useTranslations } from '../strings/use-translations.ts'
import { readStored } from '../theme/stored.ts'
import { type Mark, toggleMark } from './emphasis.ts'
import { FormatPreview } from './format-preview.tsx'
import type { Inserted } from './insert-menu.tsx'
import { showTyping } from './queries.ts'
import { SendBar } from './send-bar.tsx'
import { TextBox } from './text-box.tsx'
import { Toolbar } from './toolbar.tsx'
import type { ComposerState } from './use-composer.ts'
import { insertable } from './use-insertions.ts'
import { useTyping } from './use-typing.ts'

interface WritingProps {
  readonly conversation: Conversation
  readonly composer: ComposerState
  readonly onSubmit: () => void
  readonly onSchedule: () => void
  readonly onTemplate: () => void
  readonly onVoice: () => void
  readonly onInsert: (kind: Inserted) => void
}

/** The text with its tools, and how it leaves. */
export function Writing({ conversation, composer, onSubmit, onSchedule, onTemplate, onVoice, onInsert }: WritingProps) {
  const words = useTranslations('composer')
  const { isNote, box, text, setText, focus, limits } = composer
  const [enterSends, setEnterSends] = useState(() => readStored('composer.enter') !== 'line')
  const typing = useTyping(() => showTyping(conversation.id))
  const mark = (which: Mark) => {
    const area = box.current
    if (!area) return
    const edited = toggleMark(text, area.selectionStart, area.selectionEnd, which)
    setText(edited.text)
    requestAnimationFrame(() => {
      area.focus()
      area.setSelectionRange(edited.start, edited.end)
    })
  }
  const beginCanned = () => {
    setText(text === '' || /\s$/.test(text) ? `${text}/` : `${text} /`)
    focus()
  }
  return (
    <>
      <TextBox
        box={box}
        conversationId={conversation.id}
        label={words(isNote ? 'noteLabel' : 'replyLabel')}
        placeholder={words(isNote ? 'notePlaceholder' : 'replyPlaceholder')}
        text={text}
        onChange={(next) => {
          setText(next)
          if (!isNote && next.trim() !== '' && limits?.typing) typing()
        }}
        onSubmit={onSubmit}
        enterSends={enterSends}
        onFiles={isNote ? undefined : composer.addFiles}
        withCanned={!isNote}
      />
      {!isNote && <FormatPreview text={text} />}
      <SendBar
        isNote={isNote}
        ready={composer.ready}
        tooLong={composer.tooLong}
        enterSends={enterSends}
        onEnterSends={setEnterSends}
        onSend={onSubmit}
        onSchedule={isNote ? undefined : onSchedule}
      >
        {!isNote && (
          <Toolbar
            onFiles={composer.addFiles}
            onVoice={limits && canSendVoice(limits) ? onVoice : undefined}
            onTemplate={limits?.templates ? onTemplate : undefined}
            insertable={insertable(limits?.contentTypes)}
            onInsert={onInsert}
            onCanned={beginCanned}
            onMark={mark}
          />
        )}
      </SendBar>
    </>
  )
}

function canSendVoice({ contentTypes, media: { audio } }: AccountCapabilities): boolean {
  const isTaken = audio.mimeTypes.length === 0 || audio.mimeTypes.includes('audio/ogg')
  return contentTypes.includes('audio') && audio.maxBytes > 0 && isTaken
}
