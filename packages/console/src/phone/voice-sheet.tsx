import type { PhoneAction } from '@switchboard/contract'
import { Mic, Music, Square } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../components/button.tsx'
import { useToast } from '../components/toast.tsx'
import { useTranslations } from '../strings/use-translations.ts'
import { canEncodeVoice, encodeVoice, soundOf, tune } from './encode-voice.ts'
import { PhoneSheet } from './phone-sheet.tsx'
import { putOnPhone } from './queries.ts'

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
  const recorder = useRef<MediaRecorder>(undefined)
  const send = async (sound: () => Promise<Float32Array<ArrayBuffer>>) => {
    setState('busy')
    try {
      // A browser that cannot encode sends the phone's own second of silence.
      if (!canEncodeVoice()) return onSend({ type: 'voice' })
      onSend({ type: 'voice', file: await putOnPhone(await encodeVoice(await sound()), 'voice.ogg') })
    } catch (error) {
      toast.problem(error)
    } finally {
      setState('idle')
    }
  }
  const record = async () => {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true })
      const parts: Blob[] = []
      const started = new MediaRecorder(stream)
      recorder.current = started
      started.addEventListener('dataavailable', ({ data }) => parts.push(data))
      started.addEventListener('stop', () => {
        for (const track of stream.getTracks()) track.stop()
        // Left without being sent.
        if (recorder.current === started) void send(() => soundOf(new Blob(parts)))
      })
      started.start()
      setState('recording')
    } catch (error) {
      const isRefused = error instanceof DOMException
      toast.problem(isRefused ? new Error(words('noMicrophone')) : error)
    }
  }
  const leave = () => {
    const left = recorder.current
    recorder.current = undefined
    if (left?.state === 'recording') left.stop()
    setState('idle')
  }
  useEffect(() => () => void (recorder.current?.state === 'recording' && recorder.current.stop()), [])
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
          <Button kind="primary" onClick={() => recorder.current?.stop()}>
            <Square className="animate-pulse" />
            {words('stopAndSend')}
          </Button>
        ) : (
          <Button kind="primary" busy={state === 'busy'} onClick={() => void record()}>
            <Mic />
            {words('record')}
          </Button>
        )}
        <Button disabled={state !== 'idle'} onClick={() => void send(tune)}>
          <Music />
          {words('sendTune')}
        </Button>
      </div>
    </PhoneSheet>
  )
}
