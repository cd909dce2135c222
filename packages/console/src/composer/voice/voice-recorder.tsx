import type { OutboundContent } from '@switchboard/contract'
import { RotateCcw, SendHorizontal, Square, Trash2 } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { useProblemSentence } from '../../components/problem-note.tsx'
import { Spinner } from '../../components/spinner.tsx'
import { Tooltip } from '../../components/tooltip.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { clock, VoiceNote } from '../../thread/content/voice-note.tsx'
import { microphoneProblem } from '../../voice/microphone-problem.ts'
import { Levels } from './levels.tsx'
import { useVoice, type VoiceState } from './use-voice.ts'

export interface VoiceRecorderProps {
  /** That the number can send. */
  readonly mostBytes: number
  readonly onSend: (content: OutboundContent) => void
  readonly onClose: () => void
}

/** In the place of the text: a voice note while it is spoken, and to be heard before it goes. */
export function VoiceRecorder({ mostBytes, onSend, onClose }: VoiceRecorderProps) {
  const words = useTranslations('composer')
  const { state, stop, send } = useVoice(mostBytes, (mediaId) => {
    onClose()
    onSend({ type: 'audio', media: { mediaId }, voice: true })
  })
  return (
    <fieldset className="flex min-h-29 min-w-0 items-center gap-2 px-3 py-2">
      <legend className="sr-only">{words('voiceNote')}</legend>
      <Tooltip text={words('voiceDiscard')}>
        <Button kind="ghost" size="icon" aria-label={words('voiceDiscard')} onClick={onClose}>
          <Trash2 />
        </Button>
      </Tooltip>
      <div className="flex min-w-0 flex-1 items-center gap-3">
        <Body state={state} />
      </div>
      {state.kind === 'recording' && (
        <Button size="icon" aria-label={words('voiceStop')} autoFocus onClick={stop}>
          <Square className="fill-current text-danger" />
        </Button>
      )}
      {state.kind === 'failed' && state.again && (
        <Button onClick={state.again}>
          <RotateCcw />
          {words('tryAgain')}
        </Button>
      )}
      {state.kind !== 'failed' && (
        <Button kind="primary" disabled={state.kind === 'asking' || state.kind === 'keeping'} onClick={send}>
          <SendHorizontal className="rtl:-scale-x-100" />
          {words('send')}
        </Button>
      )}
    </fieldset>
  )
}

function Body({ state }: { readonly state: VoiceState }) {
  const words = useTranslations('composer')
  switch (state.kind) {
    case 'asking':
      return (
        <p role="status" className="text-soft">
          {words('voiceAsking')}
        </p>
      )
    case 'recording':
      return (
        <>
          <span aria-hidden className="size-2.5 shrink-0 animate-pulse rounded-full bg-danger" />
          <span role="timer" aria-label={words('voiceRecording')} className="shrink-0 tabular-nums">
            {clock(state.seconds)}
          </span>
          <Levels levels={state.levels} />
        </>
      )
    case 'keeping':
      return (
        <p role="status" className="flex items-center gap-2 text-soft">
          <Spinner />
          {words('voiceKeeping')}
        </p>
      )
    case 'ready':
      return <VoiceNote mediaId={state.mediaId} isVoice />
    case 'failed':
      return <Failure error={state.error} />
  }
}

function Failure({ error }: { readonly error: unknown }) {
  const words = useTranslations('composer')
  const sentence = useProblemSentence()
  const problem = microphoneProblem(error)
  return (
    <p role="alert" className="text-danger">
      {problem ? words(`microphone_${problem}`) : sentence(error)}
    </p>
  )
}
