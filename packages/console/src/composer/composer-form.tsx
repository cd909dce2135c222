import type { Conversation } from '@switchboard/contract'
import { lazy, Suspense, useState } from 'react'
import { classNames } from '../components/class-names.ts'
import { DropArea } from '../components/drop-area.tsx'
import { useTranslations } from '../strings/use-translations.ts'
import { AttachmentTray } from './attachment-tray.tsx'
import { CardStrip } from './card/card-strip.tsx'
import { ClosedNote } from './closed-note.tsx'
import { ComposerHeader } from './composer-header.tsx'
import { InsertionDialogs } from './insertion-dialogs.tsx'
import { type Later, LaterDialog } from './later-dialog.tsx'
import { QuoteBar } from './quote-bar.tsx'
import { RefusalStrip } from './refusal-strip.tsx'
import { useReplyTarget } from './reply-target.ts'
import { ScheduledStrip } from './scheduled-strip.tsx'
import { StateNotes } from './state-notes.tsx'
import { TemplateDialog } from './template/template-dialog.tsx'
import { useComposer, useSubmit } from './use-composer.ts'
import { useComposing } from './use-composing.ts'
import { useInsertions } from './use-insertions.ts'
import { Writing } from './writing.tsx'

const VoiceRecorder = lazy(async () => ({ default: (await import('./voice/voice-recorder.tsx')).VoiceRecorder }))

/** How a person answers who may. */
export function ComposerForm({ conversation }: { readonly conversation: Conversation }) {
  const words = useTranslations('composer')
  const composer = useComposer(conversation)
  const { isNote, canReply, window, limits, blocked } = composer
  const { send, sendLater } = useComposing(conversation)
  const submit = useSubmit(conversation, composer, send)
  const insertions = useInsertions(conversation, composer)
  const target = useReplyTarget(conversation.id)
  const [isChoosing, setIsChoosing] = useState(false)
  const [later, setLater] = useState<Later>()
  const speaks = composer.isSpeaking && canReply
  const chooseTemplate = () => setIsChoosing(true)
  return (
    <DropArea
      label={words('title')}
      invitation={words('dropHere')}
      className={classNames('border-t bg-surface', isNote && 'bg-bubble-note')}
      onFiles={canReply && !isNote ? composer.addFiles : undefined}
    >
      <RefusalStrip
        conversationId={conversation.id}
        editing={(content) => {
          if (content.type !== 'text') return insertions.editing(content)
          return () => {
            composer.enter('reply')
            composer.setReply(content.text)
          }
        }}
        onTemplate={chooseTemplate}
      />
      <ScheduledStrip conversation={conversation} window={window} days={limits?.scheduleDays ?? 60} />
      <StateNotes conversation={conversation} blocked={blocked} detail={composer.detail} />
      <ComposerHeader
        mode={composer.mode}
        onMode={composer.enter}
        canNote={composer.canNote}
        window={window}
        now={composer.now}
      />
      {target && !isNote && <QuoteBar conversation={conversation} target={target} />}
      {insertions.card && !isNote && (
        <CardStrip
          card={insertions.card}
          onOpen={() => insertions.choose('card')}
          onDiscard={() => insertions.setCard(null)}
        />
      )}
      {!isNote && <AttachmentTray attachments={composer.attachments} />}
      {speaks && (
        <Suspense>
          <VoiceRecorder
            mostBytes={limits?.media.audio.maxBytes ?? 0}
            onSend={(content) => send([content])}
            onClose={() => {
              composer.setIsSpeaking(false)
              composer.focus()
            }}
          />
        </Suspense>
      )}
      {!speaks && (isNote || canReply) && (
        <Writing
          conversation={conversation}
          composer={composer}
          onSubmit={() => void submit()}
          onSchedule={() => setLater({ contents: composer.contents, onScheduled: composer.clear })}
          onTemplate={chooseTemplate}
          onVoice={() => composer.setIsSpeaking(true)}
          onInsert={insertions.choose}
        />
      )}
      {!isNote && !blocked && window.kind === 'closed' && (
        <ClosedNote closedAt={window.closedAt} onTemplate={chooseTemplate} />
      )}
      <InsertionDialogs insertions={insertions} onSend={(content) => send([content])} onSchedule={setLater} />
      <TemplateDialog
        conversation={conversation}
        open={isChoosing}
        onOpenChange={setIsChoosing}
        onSend={({ content, shown }) => send([content], { shown })}
        onSchedule={({ content }) => setTimeout(() => setLater({ contents: [content], onScheduled: () => undefined }))}
      />
      {later && (
        <LaterDialog
          conversation={conversation}
          composer={composer}
          later={later}
          sendLater={sendLater}
          onClose={() => setLater(undefined)}
          onTemplate={() => {
            setLater(undefined)
            chooseTemplate()
          }}
        />
      )}
    </DropArea>
  )
}
