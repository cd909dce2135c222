import type { PhoneAction } from '@switchboard/contract'
import { Mic, Music, Square } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../components/button.tsx'
import { useToast } from '../components/toast.tsx'
import { useTranslations } from '../strings/use-translations.ts'
import { microphoneProblem } from '../voice/microphone-problem.ts'
import { type Recording, startRecording } from '../voice/start-recording.ts'
import { PhoneSheet } from './phone-sheet.tsx'
import { putOnPhone } from './queries.ts'
import { tune } from './tune.ts'

const voiceNotes = () => import('../voice/voice-note.ts')

export interface VoiceSheetProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly onSend: (action: Extract<PhoneAction, { type: 'voice' }>) => void
}

/** A voice note: spoken here, or a tune. Both become what WhatsApp sends, Opus in Ogg. */
export function VoiceSheet({ isOpen, onClose, onSend }: VoiceSheetProps) {
  const words = useTranslations('phone')
  const toast = useToast()
  const [state, setState] = useState<'idle' | 'recording' | 'busy'>('idle')
  const recording = useRef<Recording>(undefined)
  const send = async (note: () => Promise<Blob | undefined>) => {
    setState('busy')
    try {
      const file = await note()
      // A browser that cannot make one sends the phone's own second of silence.
      onSend({ type: 'voice', ...(file ? { file: await putOnPhone(file, 'voice.ogg') } : {}) })
    } catch (error) {
      toast.problem(error)
    } finally {
      setState('idle')
    }
  }
  const sendTune = () =>
    send(async () => {
      const { canEncodeVoice, voiceNoteOf } = await voiceNotes()
      return (await canEncodeVoice()) ? voiceNoteOf(await tune()) : undefined
    })
  const stop = () => {
    const spoken = recording.current
    recording.current = undefined
    if (spoken) void send(async () => (await voiceNotes()).toVoiceNote(await spoken.stop()))
  }
  const record = async () => {
    try {
      recording.current = await startRecording()
      setState('recording')
    } catch (error) {
      toast.problem(microphoneProblem(error) ? new Error(words('noMicrophone')) : error)
    }
  }
  const leave = () => {
    recording.current?.cancel()
    recording.current = undefined
    setState('idle')
  }
  useEffect(() => () => recording.current?.cancel(), [])
  return (
    <PhoneSheet
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (open) return
        leave()
        onClose()
      }}
      title={words('attach.voice')}
    >
      <div className="grid gap-2 pt-1">
        {state === 'recording' ? (
          <Button kind="primary" onClick={stop}>
            <Square className="animate-pulse" />
            {words('stopAndSend')}
          </Button>
        ) : (
          <Button kind="primary" busy={state === 'busy'} onClick={() => void record()}>
            <Mic />
            {words('record')}
          </Button>
        )}
        <Button disabled={state !== 'idle'} onClick={() => void sendTune()}>
          <Music />
          {words('sendTune')}
        </Button>
      </div>
    </PhoneSheet>
  )
}
