import type { Media } from '@switchboard/contract'
import { useEffect, useRef, useState } from 'react'
import { type Recording, startRecording } from '../../voice/start-recording.ts'
import { uploadFile } from '../upload-file.ts'

/**
 * asking (for the microphone) → recording → keeping (made a voice note, and brought up) → ready: it can be heard and sent
 * Anything may become failed; what was spoken is kept as long as it can be brought up once more.
 */
export type VoiceState =
  | { readonly kind: 'asking' }
  | { readonly kind: 'recording'; readonly seconds: number; readonly levels: readonly number[] }
  | { readonly kind: 'keeping' }
  | { readonly kind: 'ready'; readonly mediaId: Media['id'] }
  | { readonly kind: 'failed'; readonly error: unknown; readonly again: (() => void) | undefined }

/** Large, so it comes while somebody speaks. */
const voiceNotes = () => import('../../voice/voice-note.ts')

/** Ten a second. */
const every = 100
/** So much of what was said last is drawn. */
const drawn = 64

/** A voice note from the first word until it is there to be sent. Recording begins at once, and ends when whoever asked is gone. */
export function useVoice(mostBytes: number, onReady: (mediaId: Media['id']) => void) {
  const [state, setState] = useState<VoiceState>({ kind: 'asking' })
  const recording = useRef<Recording>(undefined)
  const sendsWhenReady = useRef(false)
  const keep = async (file: File) => {
    setState({ kind: 'keeping' })
    try {
      const { id } = await uploadFile(file, () => undefined).done
      if (sendsWhenReady.current) onReady(id)
      else setState({ kind: 'ready', mediaId: id })
    } catch (error) {
      setState({ kind: 'failed', error, again: () => void keep(file) })
    }
  }
  const stop = async () => {
    const spoken = recording.current
    if (!spoken) return
    recording.current = undefined
    setState({ kind: 'keeping' })
    try {
      const { toVoiceNote } = await voiceNotes()
      const note = await toVoiceNote(await spoken.stop())
      await keep(new File([note], 'voice.ogg', { type: note.type }))
    } catch (error) {
      setState({ kind: 'failed', error, again: undefined })
    }
  }
  const stopLatest = useRef(stop)
  useEffect(() => {
    stopLatest.current = stop
  })
  useEffect(() => {
    const leaving = new AbortController()
    const watch = (begun: Recording) => {
      const { size, seconds, level } = begun
      if (size() > mostBytes * 0.95) void stopLatest.current()
      else if (recording.current === begun)
        setState((former) => ({
          kind: 'recording',
          seconds: seconds(),
          levels: [...(former.kind === 'recording' ? former.levels : []), level()].slice(-drawn),
        }))
    }
    startRecording().then(
      (begun) => {
        if (leaving.signal.aborted) return begun.cancel()
        recording.current = begun
        voiceNotes().catch(() => undefined)
        watch(begun)
        const timer = setInterval(() => watch(begun), every)
        leaving.signal.addEventListener('abort', () => clearInterval(timer))
      },
      (error: unknown) => setState({ kind: 'failed', error, again: undefined }),
    )
    return () => {
      leaving.abort()
      recording.current?.cancel()
    }
  }, [mostBytes])
  return {
    state,
    /** It is heard before it is sent. */
    stop: () => void stop(),
    /** At once, or as soon as it is there. */
    send: () => {
      sendsWhenReady.current = true
      if (state.kind === 'ready') onReady(state.mediaId)
      else void stop()
    },
  }
}
