import { useQuery } from '@tanstack/react-query'
import { Mic, Music, Pause, Play } from 'lucide-react'
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { useToast } from '../../components/toast.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { mediaAddress } from './media-box.ts'
import { bars, waveformQuery } from './waveform.ts'

const speeds: readonly number[] = [1, 1.5, 2]
/** Only one speaks at a time; and how fast is the listener's choice, not the note's. */
const shared: { playing: HTMLAudioElement | undefined; speed: number } = { playing: undefined, speed: 1 }

/** A recording: how loud it is over its length, play and pause, where in it, how fast. */
export function VoiceNote({ mediaId, isVoice }: { readonly mediaId: string; readonly isVoice: boolean }) {
  const words = useTranslations('thread')
  const toast = useToast()
  const audio = useRef<HTMLAudioElement>(null)
  const [at, setAt] = useState(0)
  const [isPlaying, setIsPlaying] = useState(false)
  const [speed, setSpeed] = useState(shared.speed)
  const { data: waveform, isError } = useQuery(waveformQuery(mediaId))
  const length = waveform?.seconds ?? 0
  const play = async () => {
    const element = audio.current
    if (!element) return
    if (!element.paused) return element.pause()
    if (shared.playing !== element) shared.playing?.pause()
    shared.playing = element
    element.playbackRate = speed
    try {
      await element.play()
    } catch {
      toast.show(words('voice.cannotPlay'))
    }
  }
  const nextSpeed = () => {
    const next = speeds[(speeds.indexOf(speed) + 1) % speeds.length] ?? 1
    shared.speed = next
    setSpeed(next)
    if (audio.current) audio.current.playbackRate = next
  }
  const seek = (seconds: number) => {
    if (!audio.current || length === 0) return
    audio.current.currentTime = Math.min(Math.max(seconds, 0), length)
    setAt(audio.current.currentTime)
  }
  const Kind = isVoice ? Mic : Music
  return (
    <div className="flex w-72 max-w-full items-center gap-2 py-1">
      {/* biome-ignore lint/a11y/useMediaCaption: nobody wrote down what was said */}
      <audio
        ref={audio}
        src={mediaAddress(mediaId)}
        preload="none"
        onPlay={() => setIsPlaying(true)}
        onPause={() => setIsPlaying(false)}
        onEnded={() => setAt(0)}
        onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
      />
      <Button
        kind="ghost"
        size="icon"
        className="rounded-full bg-ink/8"
        aria-label={words(isPlaying ? 'voice.pause' : 'voice.play')}
        onClick={() => void play()}
      >
        {isPlaying ? <Pause /> : <Play />}
      </Button>
      <Waveform
        peaks={waveform?.peaks}
        at={length === 0 ? 0 : at / length}
        length={length}
        onSeek={(part) => seek(part * length)}
      />
      <span className="flex w-9 shrink-0 flex-col items-end text-faint text-xs tabular-nums">
        <Kind aria-hidden className="size-3.5" />
        {isError ? '–:––' : clock(isPlaying || at > 0 ? at : length)}
      </span>
      <Button
        kind="ghost"
        size="small"
        className="w-9 px-0 tabular-nums"
        aria-label={words('voice.speed', { speed })}
        onClick={nextSpeed}
      >
        {speed}×
      </Button>
    </div>
  )
}

interface WaveformProps {
  readonly peaks: readonly number[] | undefined
  /** 0 to 1 */
  readonly at: number
  readonly length: number
  readonly onSeek: (part: number) => void
}

function Waveform({ peaks, at, length, onSeek }: WaveformProps) {
  const words = useTranslations('thread')
  const press = (event: PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    onSeek((event.clientX - left) / width)
  }
  const move = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (step === 0 || length === 0) return
    event.preventDefault()
    onSeek(at + (step * 5) / length)
  }
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={words('voice.position')}
      aria-valuemin={0}
      aria-valuemax={Math.round(length)}
      aria-valuenow={Math.round(at * length)}
      aria-valuetext={`${clock(at * length)} / ${clock(length)}`}
      className="min-w-0 flex-1 touch-none"
      onPointerDown={press}
      onKeyDown={move}
    >
      <svg viewBox={`0 0 ${bars * 4} 32`} preserveAspectRatio="none" className="block h-8 w-full" aria-hidden="true">
        {Array.from({ length: bars }, (_, bar) => {
          const height = 3 + (peaks?.[bar] ?? 0) * 27
          const isPast = bar / bars < at
          return (
            <rect
              // biome-ignore lint/suspicious/noArrayIndexKey: bars are their places
              key={bar}
              x={bar * 4}
              y={16 - height / 2}
              width={2.4}
              height={height}
              rx={1.2}
              className={isPast ? 'fill-accent' : 'fill-faint/60'}
            />
          )
        })}
      </svg>
    </div>
  )
}

/** 75 → 1:15 */
export function clock(seconds: number): string {
  const whole = Math.floor(seconds)
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}
