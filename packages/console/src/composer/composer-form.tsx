import type { Conversation, OutboundContent } from '@switchboard/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type DragEvent, useEffect, useRef, useState } from 'react'
import { classNames } from '../components/class-names.ts'
import { useToast } from '../components/toast.tsx'
import { useCommand } from '../keys/command-provider.tsx'
import { useSession } from '../session/session.ts'
import { useTranslations } from '../strings/use-translations.ts'
import { readStored } from '../theme/stored.ts'
import { AttachmentTray } from './attachment-tray.tsx'
import { ClosedNote } from './closed-note.tsx'
import { ComposerHeader } from './composer-header.tsx'
import { type ComposerMode, useDraft } from './drafts.ts'
import { type Mark, toggleMark } from './emphasis.ts'
import { FormatPreview } from './format-preview.tsx'
import { capabilitiesQuery, scheduledQuery, showTyping, writeNote } from './queries.ts'
import { QuoteBar } from './quote-bar.tsx'
import { RefusalStrip } from './refusal-strip.tsx'
import { useReplyTarget } from './reply-target.ts'
import { ScheduleDialog } from './schedule-dialog.tsx'
import { ScheduledStrip } from './scheduled-strip.tsx'
import { SendBar } from './send-bar.tsx'
import { serviceWindow } from './service-window.ts'
import { StateNotes, useBlocked } from './state-notes.tsx'
import type { ChosenTemplate } from './template/chosen-template.ts'
import { TemplateDialog } from './template/template-dialog.tsx'
import { TextBox } from './text-box.tsx'
import { Toolbar } from './toolbar.tsx'
import { useAttachments } from './use-attachments.ts'
import { contentsOf, useComposing } from './use-composing.ts'
import { useRefusedFiles } from './use-refused-files.ts'
import { useTick } from './use-tick.ts'
import { useTyping } from './use-typing.ts'

/** How a person answers who may. */
export function ComposerForm({ conversation }: { readonly conversation: Conversation }) {
  const words = useTranslations('composer')
  const { me, can } = useSession()
  const queries = useQueryClient()
  const toast = useToast()
  const now = useTick(20_000)
  const { data: limits } = useQuery(capabilitiesQuery(conversation.accountId))
  const window = serviceWindow(conversation, limits?.serviceWindowHours, now)
  const { blocked, detail } = useBlocked(conversation)
  const [mode, setMode] = useState<ComposerMode>('reply')
  const [text, setText] = useDraft(me.id, conversation.id, mode)
  const attachments = useAttachments(limits?.media)
  const tellRefused = useRefusedFiles()
  const { send, sendLater } = useComposing(conversation)
  const target = useReplyTarget(conversation.id)
  const [dialog, setDialog] = useState<'template' | 'schedule'>()
  const [later, setLater] = useState<readonly OutboundContent[]>([])
  const [enterSends, setEnterSends] = useState(() => readStored('composer.enter') !== 'line')
  const [dragging, setDragging] = useState(false)
  const box = useRef<HTMLTextAreaElement>(null)
  const typing = useTyping(() => showTyping(conversation.id))
  const focus = () => requestAnimationFrame(() => box.current?.focus())
  const isNote = mode === 'note'
  const canReply = !blocked && window.kind !== 'closed'
  const canNote = can('conversations:manage') && can('messages:read')
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
  const targetId = target?.id
  useEffect(() => {
    if (targetId === undefined) return
    setMode('reply')
    requestAnimationFrame(() => box.current?.focus())
  }, [targetId])
  const files = (chosen: readonly File[]) => {
    if (limits) tellRefused(attachments.add(chosen))
  }
  const contents = contentsOf(text, attachments.list, limits?.captionLimit ?? 1_024)
  const uploading = attachments.list.some(({ state }) => state.kind !== 'ready')
  const ready = isNote ? text.trim() !== '' : canReply && contents.length > 0 && !uploading
  const tooLong = !isNote && limits !== undefined && [...text].length > limits.textLimit
  const clear = () => {
    setText('')
    attachments.clear()
  }
  const submit = async () => {
    if (!ready) return
    if (!isNote) {
      send(contents, tooLong ? { split: true } : {})
      clear()
      return
    }
    setText('')
    try {
      await writeNote(conversation.id, text.trim())
      await queries.invalidateQueries({ queryKey: ['conversations', conversation.id, 'notes'] })
    } catch (error) {
      setText(text)
      toast.problem(error)
    }
  }
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
  const scheduleThis = (what: readonly OutboundContent[]) => {
    setLater(what)
    setDialog('schedule')
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setDragging(false)
    if (canReply && !isNote) files([...event.dataTransfer.files])
  }
  const sendTemplate = ({ content, shown }: ChosenTemplate) => send([content], { shown })
  return (
    <section
      aria-label={words('title')}
      className={classNames('relative border-t bg-surface', isNote && 'bg-bubble-note')}
      onDragOver={(event) => {
        event.preventDefault()
        setDragging(true)
      }}
      onDragLeave={() => setDragging(false)}
      onDrop={drop}
    >
      {dragging && canReply && !isNote && (
        <div className="pointer-events-none absolute inset-1 z-30 grid place-items-center rounded-lg border-2 border-accent border-dashed bg-accent-soft font-medium text-accent-ink">
          {words('dropHere')}
        </div>
      )}
      <RefusalStrip
        conversationId={conversation.id}
        onEdit={(former) => {
          setMode('reply')
          setText(former)
          focus()
        }}
        onTemplate={() => setDialog('template')}
      />
      <ScheduledStrip conversation={conversation} window={window} days={limits?.scheduleDays ?? 60} />
      <StateNotes conversation={conversation} blocked={blocked} detail={detail} />
      <ComposerHeader mode={mode} onMode={enter} canNote={canNote} window={window} now={now} />
      {target && !isNote && <QuoteBar conversation={conversation} target={target} />}
      {!isNote && <AttachmentTray attachments={attachments} />}
      {isNote || canReply ? (
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
            onSubmit={() => void submit()}
            enterSends={enterSends}
            onFiles={isNote ? undefined : files}
            withCanned={!isNote}
          />
          {!isNote && <FormatPreview text={text} />}
          <SendBar
            isNote={isNote}
            ready={ready}
            tooLong={tooLong}
            enterSends={enterSends}
            onEnterSends={setEnterSends}
            onSend={() => void submit()}
            onSchedule={isNote ? undefined : () => scheduleThis(contents)}
          >
            {!isNote && (
              <Toolbar
                onFiles={files}
                onTemplate={limits?.templates ? () => setDialog('template') : undefined}
                onCanned={() => {
                  setText(text === '' || /\s$/.test(text) ? `${text}/` : `${text} /`)
                  focus()
                }}
                onMark={mark}
              />
            )}
          </SendBar>
        </>
      ) : (
        !blocked &&
        window.kind === 'closed' && <ClosedNote closedAt={window.closedAt} onTemplate={() => setDialog('template')} />
      )}
      <TemplateDialog
        conversation={conversation}
        open={dialog === 'template'}
        onOpenChange={(open) => setDialog(open ? 'template' : undefined)}
        onSend={sendTemplate}
        onSchedule={({ content }) => setTimeout(() => scheduleThis([content]))}
      />
      {dialog === 'schedule' && (
        <ScheduleDialog
          open
          onOpenChange={() => setDialog(undefined)}
          window={window}
          isTemplate={later.every(({ type }) => type === 'template')}
          days={limits?.scheduleDays ?? 60}
          onTemplateInstead={limits?.templates ? () => setDialog('template') : undefined}
          onSchedule={async (sendAt) => {
            await sendLater(later, sendAt)
            if (later.some(({ type }) => type !== 'template')) clear()
            await queries.invalidateQueries({ queryKey: scheduledQuery(conversation.id).queryKey })
          }}
        />
      )}
    </section>
  )
}
