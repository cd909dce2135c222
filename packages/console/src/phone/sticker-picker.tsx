import type { PhoneAction } from '@switchboard/contract'
import { useState } from 'react'
import { useToast } from '../components/toast.tsx'
import { useTranslations } from '../strings/use-translations.ts'
import { PhoneSheet } from './phone-sheet.tsx'
import { putOnPhone } from './queries.ts'

const motifs = ['🎉', '👏', '🐱', '🐶', '🌈', '☕', '🔥', '💐', '🚀', '🙈', '🍕', '💚'] as const
/** What a sticker measures in WhatsApp. */
const side = 512

export interface StickerPickerProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly onSend: (action: Extract<PhoneAction, { type: 'sticker' }>) => void
}

/** Stickers drawn here, as the WebP files that they are in WhatsApp. */
export function StickerPicker({ isOpen, onClose, onSend }: StickerPickerProps) {
  const words = useTranslations('phone')
  const toast = useToast()
  const [isBusy, setBusy] = useState(false)
  const send = async (motif: string) => {
    setBusy(true)
    try {
      onSend({ type: 'sticker', file: await putOnPhone(await draw(motif), 'sticker.webp') })
    } catch (error) {
      toast.problem(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <PhoneSheet isOpen={isOpen} onOpenChange={(open) => !open && onClose()} title={words('attach.sticker')}>
      <div className="grid grid-cols-4 gap-2">
        {motifs.map((motif) => (
          <button
            key={motif}
            type="button"
            disabled={isBusy}
            aria-label={words('stickerOf', { motif })}
            className="grid aspect-square place-items-center rounded-xl text-4xl hover:bg-hover disabled:opacity-50"
            onClick={() => void send(motif)}
          >
            {motif}
          </button>
        ))}
      </div>
    </PhoneSheet>
  )
}

async function draw(motif: string): Promise<Blob> {
  const canvas = document.createElement('canvas')
  canvas.width = side
  canvas.height = side
  const context = canvas.getContext('2d')
  if (!context) throw new Error('This browser draws nothing.')
  context.font = `${side * 0.75}px sans-serif`
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.fillText(motif, side / 2, side / 2 + side * 0.04)
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('This browser draws nothing.'))), 'image/webp'),
  )
}
