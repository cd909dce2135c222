import { ChevronLeft, ChevronRight, Download, X, ZoomIn, ZoomOut } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { type KeyboardEvent, type PointerEvent, useState, type WheelEvent } from 'react'
import { Button } from '../../components/button.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { mediaAddress } from '../content/media-box.ts'

interface LightboxProps {
  /** Ids of the pictures that are loaded, in their order. */
  readonly pictures: readonly string[]
  readonly shown: string
  readonly onShow: (id: string) => void
  readonly onClose: () => void
}

interface View {
  readonly zoom: number
  readonly x: number
  readonly y: number
}

const whole: View = { zoom: 1, x: 0, y: 0 }
const [closest, step] = [6, 1.4]

/** A picture over everything: arrows lead to the others, + and − or the wheel zoom, dragging moves what is zoomed, Escape leaves. */
export function Lightbox({ pictures, shown, onShow, onClose }: LightboxProps) {
  const words = useTranslations('thread')
  const [view, setView] = useState(whole)
  const at = pictures.indexOf(shown)
  const go = (by: number) => {
    const next = pictures[at + by]
    if (next === undefined) return
    setView(whole)
    onShow(next)
  }
  const zoom = (factor: number) =>
    setView((now) => {
      const next = Math.min(Math.max(now.zoom * factor, 1), closest)
      return next === 1 ? whole : { ...now, zoom: next }
    })
  const press = (event: KeyboardEvent) => {
    const { key } = event
    if (key === 'ArrowLeft') go(-1)
    else if (key === 'ArrowRight') go(1)
    else if (key === '+' || key === '=') zoom(step)
    else if (key === '-') zoom(1 / step)
    else if (key === '0') setView(whole)
    else return
    event.preventDefault()
  }
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/90" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-0 z-50 flex flex-col text-white outline-none"
          onKeyDown={press}
        >
          <div className="flex items-center gap-1 p-3 [&_a]:text-white [&_button]:text-white [&_a:hover]:bg-white/15 [&_button:hover]:bg-white/15">
            <Dialog.Title className="me-auto ps-2 text-sm tabular-nums">
              {words('pictureOf', { at: at + 1, count: pictures.length })}
            </Dialog.Title>
            <Button kind="ghost" size="icon" aria-label={words('zoomOut')} onClick={() => zoom(1 / step)}>
              <ZoomOut />
            </Button>
            <Button kind="ghost" size="icon" aria-label={words('zoomIn')} onClick={() => zoom(step)}>
              <ZoomIn />
            </Button>
            <Button kind="ghost" size="icon" asChild>
              <a href={mediaAddress(shown)} download aria-label={words('download')}>
                <Download />
              </a>
            </Button>
            <Dialog.Close asChild>
              <Button kind="ghost" size="icon" aria-label={words('close')}>
                <X />
              </Button>
            </Dialog.Close>
          </div>
          <div className="flex min-h-0 flex-1 items-center gap-2 px-2 pb-4">
            <Turn label={words('previousPicture')} isThere={at > 0} onTurn={() => go(-1)} />
            <ZoomedPicture key={shown} id={shown} view={view} onView={setView} onZoom={zoom} />
            <Turn label={words('nextPicture')} isThere={at < pictures.length - 1} isNext onTurn={() => go(1)} />
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

interface ZoomedPictureProps {
  readonly id: string
  readonly view: View
  readonly onView: (change: (now: View) => View) => void
  readonly onZoom: (factor: number) => void
}

function ZoomedPicture({ id, view, onView, onZoom }: ZoomedPictureProps) {
  const words = useTranslations('thread')
  const drag = (event: PointerEvent<HTMLElement>) => {
    if (event.buttons !== 1 || view.zoom === 1) return
    onView((now) => ({ ...now, x: now.x + event.movementX, y: now.y + event.movementY }))
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys and buttons do the same
    <div
      className="grid h-full min-w-0 flex-1 touch-none place-items-center overflow-hidden"
      onWheel={(event: WheelEvent) => onZoom(event.deltaY < 0 ? 1.15 : 1 / 1.15)}
      onPointerMove={drag}
      onDoubleClick={() => onZoom(view.zoom > 1 ? 1 / closest : 2.5)}
    >
      <img
        src={mediaAddress(id)}
        alt={words('type.image')}
        draggable={false}
        className="max-h-full max-w-full select-none object-contain"
        style={{ transform: `translate(${view.x}px, ${view.y}px) scale(${view.zoom})` }}
      />
    </div>
  )
}

interface TurnProps {
  readonly label: string
  readonly isThere: boolean
  readonly isNext?: boolean
  readonly onTurn: () => void
}

function Turn({ label, isThere, isNext = false, onTurn }: TurnProps) {
  const Icon = isNext ? ChevronRight : ChevronLeft
  return (
    <Button
      kind="ghost"
      size="icon"
      className="rounded-full text-white hover:bg-white/15 hover:text-white rtl:-scale-x-100"
      aria-label={label}
      disabled={!isThere}
      onClick={onTurn}
    >
      <Icon />
    </Button>
  )
}
